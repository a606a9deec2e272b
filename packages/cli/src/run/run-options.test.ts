import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { planMatrix } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import type { JoinValues } from "./joining.js";
import { type MeasuringFlags, runPlanOf } from "./run-options.js";

type Values = Partial<ValuesOf<MeasuringFlags>> & JoinValues;

const plan = (values: Values) =>
  runPlanOf(values as ValuesOf<MeasuringFlags>, [ws(), ws({ label: "b" })], "/");
const minutes = 60_000;

describe("the options of a run", () => {
  it("have defaults: 10 kB, one minute, and rounds whose length the run chooses", () => {
    const { cells, single } = plan({});
    expect(cells).toBe(1);
    expect(single).toMatchObject({ payload: { sizeBytes: 10_000, kind: "random" }, budgetMs: minutes });
    for (const absent of ["load", "rounds", "network", "explain", "receiver"])
      expect(single).not.toHaveProperty(absent);
  });

  it.each<[string, Values, number | undefined]>([
    ["one cell", {}, minutes],
    ["three cells", { size: [1, 2, 3] }, 3 * minutes],
    ["many cells", { size: [1, 2, 3], rate: [1, 2, 3, 4, 5] }, 10 * minutes],
    ["a quick look at two cells", { size: [1, 2], quick: true }, 20_000],
    ["a budget", { size: [1, 2], budget: 5_000 }, 5_000],
    ["rounds", { rounds: 5 }, undefined],
    ["rounds until it is decided", { rounds: { min: 6, max: 30 } }, undefined],
    ["rounds within a budget", { rounds: { min: 6, max: 30 }, budget: 9_000 }, 9_000],
  ])("give %s its time", (_, values, expected) => {
    expect(plan(values).matrix.budgetMs).toBe(expected);
  });

  it.each<[string, Values, unknown]>([
    ["a number of rounds", { rounds: 5 }, { kind: "closed-loop", concurrency: 1, durationMs: 1_000 }],
    ["a rule", { rounds: { min: 6, max: 30 } }, { kind: "closed-loop", concurrency: 1, durationMs: 1_000 }],
    ["a rule within a budget", { rounds: { min: 6, max: 30 }, budget: 9_000 }, undefined],
    ["a count", { count: 7 }, { kind: "closed-loop", concurrency: 1, count: 7 }],
    ["a duration", { duration: 50 }, { kind: "closed-loop", concurrency: 1, durationMs: 50 }],
    ["connections", { connections: 4 }, { kind: "closed-loop", concurrency: 4, durationMs: 1_000 }],
    ["senders", { senders: 3 }, undefined],
    [
      "senders with rounds",
      { senders: 3, rounds: 2 },
      { kind: "closed-loop", concurrency: 3, durationMs: 1_000 },
    ],
    [
      "senders with more connections",
      { senders: 3, connections: 6 },
      { kind: "closed-loop", concurrency: 6, durationMs: 1_000 },
    ],
    ["more in flight", { concurrency: 9, count: 90 }, { kind: "closed-loop", concurrency: 9, count: 90 }],
    ["a rate", { rate: [200] }, { kind: "constant-rate", ratePerSecond: 200, durationMs: 1_000 }],
    ["a slow rate", { rate: [2] }, { kind: "constant-rate", ratePerSecond: 2, durationMs: 5_000 }],
    [
      "a very slow rate",
      { rate: [0.01] },
      { kind: "constant-rate", ratePerSecond: 0.01, durationMs: 10_000 },
    ],
  ])("make a load of %s", (_, values, expected) => {
    expect(plan(values).single?.load).toEqual(expected);
  });

  it.each([
    ["b", "b"],
    ["websocket", "WebSocket"],
    ["all", "all"],
    [undefined, undefined],
  ])("take %s as the reference", (reference, expected) => {
    expect(plan({ reference }).single?.reference).toBe(expected);
  });

  it("take the name of a protocol that one adapter has as the reference", () => {
    const { single } = runPlanOf({ reference: "ws" } as ValuesOf<MeasuringFlags>, [tcp(), ws()], "/");
    expect(single?.reference).toBe("WebSocket");
  });

  it("count the bytes on the wire if these decide", () => {
    expect(plan({ decideBy: "bytes" }).single).toMatchObject({ decideBy: "bytes", wireBytes: true });
    expect(plan({ decideBy: "cpu" }).single).not.toHaveProperty("wireBytes");
  });

  it("allow payloads and replies of more than core's usual limit", () => {
    expect(planMatrix(plan({ size: [100_000_000] }).matrix).cells).toHaveLength(1);
    expect(planMatrix(plan({ replyBytes: 67_108_000 }).matrix).cells).toHaveLength(1);
    expect(plan({}).matrix).not.toHaveProperty("maxPayloadBytes");
  });

  it("cross sizes, networks and rates", () => {
    const lan = { name: "lan", network: "lan" } as const;
    const slow = { name: "20ms", network: { delayMs: 20 } };
    const { cells, single, matrix } = plan({ size: [1, 2], network: [lan, slow], rate: [10, 20, 30] });
    expect([cells, single]).toEqual([12, null]);
    const { axes, cells: planned } = planMatrix(matrix);
    expect(planned).toHaveLength(12);
    expect(axes.networks.map(({ label }) => label)).toEqual(["lan", "20ms"]);
    expect(axes.loads.map(({ label }) => label)).toEqual(["10/s", "20/s", "30/s"]);
  });

  it("take files in turn if a pattern names them, and keep files, lines and sizes in this order", () => {
    const { matrix } = plan({
      payload: ["a.bin", "img/*.png"],
      lines: ["m.ndjson"],
      size: [5],
      kind: "text",
    });
    expect(Object.values(matrix.payloads ?? {})).toEqual([
      { file: "a.bin" },
      { files: "img/*.png" },
      { lines: "m.ndjson" },
      { sizeBytes: 5, kind: "text" },
    ]);
  });

  it.each<[string, Values]>([
    ["nothing else", {}],
    ["a rate", { rate: [200] }],
    ["connections", { connections: 9 }],
    ["more in flight", { concurrency: 9 }],
    ["a count", { count: 4 }],
    ["several cells", { size: [1, 2] }],
  ])("have senders and receivers with %s, which core accepts", (_, values) => {
    const { matrix, single } = plan({ senders: 4, receivers: 2, ...values });
    expect(planMatrix(matrix).settings).toMatchObject({ senders: 4, receivers: 2 });
    if (single !== null) expect(single).toMatchObject({ senders: 4, receivers: 2 });
  });

  it.each<[flag: string, wanted: string, Values]>([
    ["--receivers", "at most 2", { senders: 2, receivers: 3 }],
    ["--receivers", "at most 1", { receivers: 2 }],
    ["--receivers", "--to", { senders: 2, receivers: 2, to: "http://a:1" }],
    ["--connections", "at least 4", { senders: 4, connections: 3 }],
    ["--concurrency", "at least 4", { senders: 4, concurrency: 3 }],
    ["--count", "at least 4", { senders: 4, count: 3 }],
  ])("refuse %s: %s", (flag, wanted, values) => {
    expect(() => plan(values)).toThrow(UsageError);
    expect(() => plan(values)).toThrow(new RegExp(`^${flag}: .*${wanted}`));
  });

  it("have senders that join, which core accepts", () => {
    const to = "http://a:1";
    const { matrix, single, joining } = plan({ waitForSenders: 300, joinTimeout: 5_000, to });
    const join = { host: "127.0.0.1", port: 4_100, timeoutMs: 5_000 };
    expect(single?.senders).toEqual({ count: 300, join });
    expect(joining?.token).toBeUndefined();
    expect(planMatrix(matrix).settings).toMatchObject({ senders: 300, sendersJoined: true });
    expect(plan({ waitForSenders: 2, rounds: 2, to }).single?.load).toMatchObject({ concurrency: 2 });
    expect(plan({ senders: 2 }).joining).toBeNull();
  });

  it("of a single cell are those of its plan", () => {
    const { matrix, single } = plan({ network: [{ name: "none", network: null }], rounds: 2, seed: 1 });
    expect(planMatrix(matrix).axes.networks).toMatchObject([{ network: null }]);
    expect(single).not.toHaveProperty("network");
  });

  it("name a receiver on another machine", () => {
    expect(plan({ to: "http://a:1" }).single?.receiver).toEqual({ url: "http://a:1" });
    expect(() => plan({ to: "http://a:1", tokenFile: "missing" })).toThrow(/--token-file/);
  });
});
