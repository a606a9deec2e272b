import { describe, expect, it } from "vitest";
import { buildRound } from "../fixtures/build-result.js";
import type { Times } from "../result/result.js";
import { intervals, resourcesOf, summaryOf } from "./fixtures/measured.js";
import { responseGrowth, saturation, slipped, stalledSender } from "./saturation.js";

const times = (slipMs: Times["slipMs"], responseMs: Times["responseMs"]) => ({
  times: { ...buildRound([1]).times, slipMs, responseMs },
});
const tail = (p50: number, p99: number) => ({ ...summaryOf(p50), p99 });

describe("saturation", () => {
  it.each<[string, Parameters<typeof saturation>[1], boolean]>([
    ["works nearly all the time", resourcesOf(0.9), true],
    ["polls all the time, but works less", resourcesOf(0.89), false],
    ["was measured for too short a time", resourcesOf(0.95, { durationMs: 199 }), false],
    ["sent no report", null, false],
    ["is unknown", undefined, false],
  ])("is correct for an end that %s", (_, used, expected) => {
    expect(saturation("sender", used) !== undefined).toBe(expected);
  });
});

describe("slipped", () => {
  it.each([
    ["a tenth of a response time", 0.2, 2, true],
    ["less than a tenth of a response time", 0.19, 2, false],
    ["less than a tenth of a millisecond", 0.09, 0.1, false],
  ])("is correct for a slip of %s", (_, slip, response, expected) => {
    expect(slipped(times(summaryOf(slip), summaryOf(response))) !== undefined).toBe(expected);
  });

  it("is unknown without times", () => {
    expect(slipped(times(null, null))).toBeUndefined();
  });
});

describe("stalledSender", () => {
  it.each([
    ["half of the tail", tail(0, 50), tail(2, 100), true],
    ["less than half of the tail", tail(0, 49), tail(2, 100), false],
    ["less than a millisecond", tail(0, 0.9), tail(1, 1), false],
    ["a tail with too few samples", summaryOf(50), summaryOf(60), false],
  ])("is correct for a slip of %s", (_, slip, response, expected) => {
    expect(stalledSender(times(slip, response), null) !== undefined).toBe(expected);
  });

  it("reports the longest event loop delay, if it is known", () => {
    const round = times(tail(0, 50), tail(2, 100));
    const used = resourcesOf(0.2, { loopDelayMs: { p50: 0.1, p99: 1, max: 77.7 } });
    expect(stalledSender(round, used)).toContain("77.7");
  });
});

describe("responseGrowth", () => {
  it.each<[string, (number | null)[], boolean]>([
    ["grows by a second in each second", [582, 1_688, 2_818, 3_932], true],
    ["grows, with seconds without settled payloads", [582, null, 2_818, null, 3_932], true],
    ["grows by less than 10 ms", [0.1, 0.2, 0.3], false],
    ["grows by less than 5 % of the time", [100, 140, 190, 230], false],
    ["recovers", [40, 90, 41], false],
    ["stalls once, near the end", [1, 1, 1, 1, 1, 900], false],
    ["stalls once, in the last of three seconds", [1, 1.5, 500], false],
    ["shrinks", [900, 500, 100], false],
    ["is known for fewer than three seconds", [100, 900], false],
    ["is unknown", [null, null, null], false],
  ])("is correct for a response time that %s", (_, medians, expected) => {
    expect(responseGrowth(intervals(...medians)) !== undefined).toBe(expected);
  });
});
