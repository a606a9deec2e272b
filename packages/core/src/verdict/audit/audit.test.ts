import { describe, expect, it } from "vitest";
import {
  buildComparison,
  buildEnd,
  buildResult,
  buildRound,
  buildTiming,
} from "../../fixtures/build-result.js";
import { buildSender, buildSenders } from "../../fixtures/build-senders.js";
import { runBenchmark } from "../../index.js";
import { auditOf } from "../../report/index.js";
import type { AdapterReport, EndReport, Timing } from "../../result/result.js";
import { memory } from "../../testing/index.js";

interface Setup {
  readonly adapter?: Partial<AdapterReport>;
  readonly timing?: Partial<Timing>;
  readonly sender?: Partial<EndReport>;
  readonly receiver?: Partial<EndReport>;
}

function timing(label: string, { adapter, timing: more, sender, receiver }: Setup = {}): Timing {
  const ends = { senders: [buildEnd(sender)], receivers: [buildEnd(receiver)] };
  const built = buildTiming(label, buildRound([1, 2], { ends }), more);
  return { ...built, adapter: { ...built.adapter, name: "ws", ...adapter } };
}

const grpc = (setup: Setup = {}) => timing("gRPC", { ...setup, adapter: { name: "grpc", ...setup.adapter } });

/** What the second timing and the first differ in. */
function pairOf(first: Timing, second: Timing) {
  const { pairs } = auditOf(buildResult([first, second]));
  expect(pairs).toHaveLength(1);
  return {
    compared: pairs[0]?.compared,
    unequal: pairs[0]?.unequal.map(({ name, named }) => [name, named ? "named" : "not named"]),
  };
}

const deflate = { options: { perMessageDeflate: true }, chosen: ["perMessageDeflate"] };
const plain = { options: { perMessageDeflate: false } };

describe("the settings of several senders", () => {
  it("have their number and that of receivers, and none if there was one sender", () => {
    const each = [1, 2, 3].map((number) => buildSender(number, { receiver: (number - 1) % 2 }));
    const several = buildTiming("a", buildRound([1], { senders: buildSenders(each) }));
    const named = (audited: Timing) =>
      auditOf(buildResult([audited])).settings.flatMap(({ name, values }) =>
        name === "senders" || name === "receivers" ? [[name, values]] : [],
      );
    expect(named(several)).toEqual([
      ["senders", [[3]]],
      ["receivers", [[2]]],
    ]);
    expect(named(timing("a"))).toEqual([]);
  });
});

describe("adapters of two protocols", () => {
  it("may differ in all that belongs to the protocols", () => {
    const one = timing("WebSocket", {
      adapter: { codec: "raw", options: { mask: "random", limit: 1 } },
      sender: { settings: { mask: "none" }, notes: ["masks"], libraries: { ws: "8.0.0" } },
    });
    const other = grpc({
      adapter: { codec: "protobuf", options: { call: "bidi", limit: 2 } },
      sender: { libraries: { "@grpc/grpc-js": "1.0.0" } },
      receiver: { libraries: {} },
    });
    expect(pairOf(one, other)).toEqual({ compared: ["protocol"], unequal: [] });
  });

  it.each<[string, Setup]>([
    ["load", { timing: { load: { kind: "constant-rate", ratePerSecond: 5, count: 2, durationMs: null } } }],
    ["network", { timing: { network: { name: "lan", delayMs: 1, jitterMs: 0, rateMbps: null, seed: 1 } } }],
    ["connections", { timing: { connections: 2 } }],
    ["maxInFlight", { timing: { maxInFlight: 2 } }],
    ["warmupCount", { timing: { warmupCount: 0 } }],
    ["payload", { timing: { payload: { sources: [], replyBytes: 1 } } }],
    ["sender.node", { sender: { node: "22.0.0" } }],
    ["receiver.node", { receiver: { node: "22.0.0" } }],
    ["sender.flags", { sender: { flags: ["--jitless"] } }],
    ["receiver.core", { receiver: { core: "9.0.0" } }],
    ["receiver.contract", { receiver: { contract: 99 } }],
    ["sender.libraries.ws", { sender: { libraries: { ws: "9.0.0" } } }],
  ])("must share their %s", (name, setup) => {
    expect(pairOf(timing("WebSocket"), grpc(setup))).toEqual({
      compared: ["protocol"],
      unequal: [[name, "not named"]],
    });
  });

  it("must share what a user chose, unless an automatic label names it", () => {
    const choices: readonly Partial<AdapterReport>[] = [
      { codec: "json-base64", chosen: ["codec"] },
      { direction: "push" },
      { encryption: "local" },
      { unixSocket: true },
      deflate,
    ];
    const names = ["codec", "direction", "encryption", "unixSocket", "options.perMessageDeflate"];
    for (const [index, adapter] of choices.entries()) {
      const unequal = (automaticLabel: boolean) =>
        pairOf(timing("mine", { adapter: { ...adapter, automaticLabel } }), grpc()).unequal;
      expect(unequal(true)).toEqual([[names[index], "named"]]);
      expect(unequal(false)).toEqual([[names[index], "not named"]]);
    }
  });

  it("differ in a profile only if one of them is tuned", () => {
    const profile = (name: "default" | "tuned") => ({ adapter: { profile: { name, settings: [] } } });
    expect(pairOf(timing("a", profile("default")), grpc()).unequal).toEqual([]);
    expect(pairOf(timing("a", profile("tuned")), grpc()).unequal).toEqual([["profile", "named"]]);
    expect(pairOf(timing("a", profile("tuned")), grpc(profile("tuned"))).unequal).toEqual([]);
  });
});

describe("adapters of one protocol", () => {
  it("compare nothing if all is equal", () => {
    expect(pairOf(timing("a"), timing("b"))).toEqual({ compared: [], unequal: [] });
  });

  it("compare the options that an automatic label names, with their effects", () => {
    const one = timing("WebSocket", { adapter: plain, sender: { settings: { extensions: "" } } });
    const other = timing("WebSocket, perMessageDeflate", {
      adapter: deflate,
      sender: { settings: { extensions: "permessage-deflate" } },
    });
    expect(pairOf(one, other)).toEqual({ compared: ["options.perMessageDeflate"], unequal: [] });
  });

  it.each([
    ["ws with Deflate", true],
    ["ws, variant 2", false],
  ])("compare an option that a label of the user names: %s", (label, named) => {
    const other = timing(label, { adapter: { ...deflate, automaticLabel: false } });
    expect(pairOf(timing("ws", { adapter: plain }), other)).toEqual(
      named
        ? { compared: ["options.perMessageDeflate"], unequal: [] }
        : { compared: [], unequal: [["options.perMessageDeflate", "not named"]] },
    );
  });

  it("compare a profile together with what it sets", () => {
    const tuned = {
      codec: "parts",
      options: { coalesce: true },
      profile: { name: "tuned" as const, settings: [] },
    };
    const normal = {
      codec: "raw",
      options: { coalesce: false },
      profile: { name: "default" as const, settings: [] },
    };
    expect(pairOf(timing("a", { adapter: normal }), timing("a, tuned", { adapter: tuned }))).toEqual({
      compared: ["profile"],
      unequal: [],
    });
  });

  it("must not differ in what took effect while their choices are equal", () => {
    const masked = (mask: string) => ({ sender: { settings: { mask } } });
    expect(pairOf(timing("a", masked("native")), timing("b", masked("javascript")))).toEqual({
      compared: [],
      unequal: [["sender.settings.mask", "not named"]],
    });
  });

  it("must share versions and flags, whatever they compare", () => {
    const other = timing("b", { adapter: deflate, receiver: { node: "22.0.0" } });
    expect(pairOf(timing("a", { adapter: plain }), other)).toEqual({
      compared: ["options.perMessageDeflate"],
      unequal: [["receiver.node", "not named"]],
    });
  });
});

describe("an audit", () => {
  it("has all settings side by side, in the order of the timings", () => {
    const one = timing("a", { adapter: { options: { mask: "zero" } }, sender: { node: "20.0.0" } });
    const { labels, settings } = auditOf(buildResult([one, grpc({ sender: { node: "22.0.0" } })]));
    const setting = (name: string) => settings.find((one) => one.name === name);
    expect(labels).toEqual(["a", "gRPC"]);
    expect(setting("protocol")).toEqual({
      name: "protocol",
      scope: "protocol",
      values: [["ws"], ["grpc"]],
      differs: true,
    });
    expect(setting("options.mask")).toMatchObject({ values: [["zero"], []], differs: true });
    expect(setting("sender.node")).toMatchObject({ scope: "common", values: [["20.0.0"], ["22.0.0"]] });
    expect(setting("direction")).toMatchObject({ values: [["upload"], ["upload"]], differs: false });
  });

  it("does not depend on the order of fields", () => {
    const load = { kind: "poisson", ratePerSecond: 5, seed: 1, count: 2, durationMs: null } as const;
    const turned = { durationMs: null, count: 2, seed: 1, ratePerSecond: 5, kind: "poisson" } as const;
    expect(
      pairOf(timing("a", { timing: { load } }), timing("b", { timing: { load: turned } })).unequal,
    ).toEqual([]);
  });

  it("finds common settings that changed between rounds", () => {
    const round = (node: string) =>
      buildRound([1, 2], { ends: { senders: [], receivers: [buildEnd({ node })] } });
    const { changed } = auditOf(buildResult([buildTiming("a", [round("20.0.0"), round("22.0.0")])]));
    expect(changed).toEqual([{ label: "a", name: "receiver.node", values: ["20.0.0", "22.0.0"] }]);
  });

  it("has the pairs of the comparisons, or each timing with the first", () => {
    const timings = [timing("a"), timing("b"), timing("c")];
    const pairs = (more: Parameters<typeof buildResult>[1]) =>
      auditOf(buildResult(timings, more)).pairs.map(({ label, to }) => [label, to]);
    expect(pairs({})).toEqual([
      ["b", "a"],
      ["c", "a"],
    ]);
    const comparison = buildComparison("a", { to: "c" });
    expect(pairs({ comparisons: [comparison, comparison] })).toEqual([["a", "c"]]);
    expect(auditOf(buildResult([])).pairs).toEqual([]);
  });

  it("finds nothing in a run of equal adapters", async () => {
    const adapters = [memory(), memory()];
    const result = await runBenchmark({ adapters, payload: new Uint8Array(4), count: 2, receiver: "inline" });
    const { pairs, changed } = auditOf(result);
    expect(pairs).toMatchObject([{ compared: [], unequal: [] }]);
    expect(changed).toEqual([]);
  });

  it("names a codec that one of two equal adapters has", async () => {
    const adapters = [memory(), memory({ codec: "json-base64" })];
    const result = await runBenchmark({ adapters, payload: new Uint8Array(4), count: 2, receiver: "inline" });
    expect(result.timings.map(({ adapter }) => adapter.chosen)).toEqual([[], ["codec"]]);
    expect(auditOf(result).pairs).toMatchObject([{ compared: ["codec"], unequal: [] }]);
  });
});
