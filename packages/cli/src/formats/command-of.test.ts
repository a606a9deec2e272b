import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../../../core/src/fixtures/build-matrix.js";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { commandOf } from "./command-of.js";

type Timing = ReturnType<typeof buildTiming>;

const generated = {
  kind: "json",
  from: null,
  seed: 1,
  distinct: 9,
  leastBytes: 300,
  meanBytes: 300,
  mostBytes: 300,
  sha256: null,
} as const;
const load = { kind: "closed-loop", concurrency: 2, thinkTimeMs: 0, count: 9, durationMs: null } as const;
const payload = { sources: [generated], replyBytes: 0 };

function timing(name: string, more: Partial<Timing> = {}, adapter: Partial<Timing["adapter"]> = {}): Timing {
  const built = buildTiming(name, buildRound([1]), { load, payload, ...more });
  return { ...built, adapter: { ...built.adapter, name, ...adapter } };
}

const END = "--rounds 1 --decide-by transmission --margin 0.05 --seed 1";
const SENT = "--size 300 --kind json";
const LOAD = "--concurrency 2 --connections 1 --count 9";

describe("the command of a run", () => {
  it("says adapters, payload, load, rounds and seed", () => {
    const result = buildResult([timing("ws"), timing("grpc")]);
    expect(commandOf(result)).toBe(`wireduel ws grpc ${SENT} ${LOAD} ${END}`);
  });

  it("begins as the user begins it", () => {
    expect(commandOf(buildResult([timing("ws")]), "npx wireduel")).toMatch(/^npx wireduel ws /);
  });

  it("says the options that were chosen, and a label that was given", () => {
    const options = { mask: "zero", path: "/" };
    const tuned = timing("ws", { label: "mine" }, { options, chosen: ["mask"], automaticLabel: false });
    const push = timing("tcp", {}, { direction: "push" });
    expect(commandOf(buildResult([tuned, push]))).toBe(
      `wireduel ws:mask=zero,label=mine tcp:direction=push ${SENT} ${LOAD} ${END}`,
    );
  });

  it.each<[string, Partial<Timing>, string]>([
    [
      "a network",
      { network: { name: "custom", delayMs: 20, jitterMs: 2, rateMbps: 100, seed: 1 } },
      `${SENT} --network '20ms~2ms+100Mbit' ${LOAD}`,
    ],
    [
      "a rate",
      { load: { kind: "constant-rate", ratePerSecond: 200, count: null, durationMs: 500 } },
      `${SENT} --rate 200/s --connections 1 --duration 500ms`,
    ],
    [
      "a file",
      { payload: { sources: [{ ...generated, kind: "file", from: "it's.jpg" }], replyBytes: 5 } },
      `--payload 'it'\\''s.jpg' --reply-bytes 5 ${LOAD}`,
    ],
  ])("says %s", (_, more, said) => {
    expect(commandOf(buildResult([timing("ws", more)]))).toBe(`wireduel ws ${said} ${END}`);
  });

  it("says how many senders and receivers there were", () => {
    const settings = { senders: 4, receivers: 2 };
    const more = { connections: 4 };
    expect(commandOf(buildResult([timing("ws", more)], { settings }))).toContain(
      "--connections 4 --count 9 --senders 4 --receivers 2 --rounds 1",
    );
  });

  it.each<[string, Parameters<typeof commandOf>[0]]>([
    ["a matrix", buildMatrix(buildAxes([100]), [])],
    ["nothing measured", buildResult([])],
    ["another adapter", buildResult([timing("memory")])],
    [
      "an option that is no word",
      buildResult([timing("grpc", {}, { options: { metadata: {} }, chosen: ["metadata"] })]),
    ],
    ["given bytes", buildResult([buildTiming("ws", buildRound([1]), { load })])],
    ["pauses", buildResult([timing("ws", { load: { ...load, thinkTimeMs: 5 } })])],
    ["loads that differ", buildResult([timing("ws"), timing("tcp", { connections: 2 })])],
    [
      "a label that the command line would split",
      buildResult([timing("ws", { label: "a,b" }, { automaticLabel: false })]),
    ],
    ["TLS", buildResult([timing("ws", {}, { encryption: "local" })])],
  ])("is not known of %s", (_, stored) => {
    expect(commandOf(stored)).toBeUndefined();
  });
});
