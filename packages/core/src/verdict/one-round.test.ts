import { describe, expect, it } from "vitest";
import { buildRound } from "../fixtures/build-result.js";
import type { RoundResult } from "../result/result.js";
import { compareOneRound, FAR_APART_RATIO } from "./one-round.js";

const because = "two hosts";
const estimated = (errorMs: number) =>
  ({
    kind: "estimated",
    because,
    offsetMs: 1,
    errorMs,
    maxDriftPpm: 500,
    driftPpm: null,
    driftErrorPpm: null,
    comparedDuring: 0,
  }) as const;
const derived = {
  kind: "ack-derived",
  because,
  halfRoundTripMs: 0.1,
  offsetMs: null,
  errorMs: null,
} as const;

/** A round whose payloads take this time, plus or minus a tenth. */
const around = (ms: number, more: Partial<RoundResult> = {}) =>
  buildRound([0.9 * ms, 0.95 * ms, ms, ms, 1.05 * ms, 1.1 * ms], more);

describe("compareOneRound", () => {
  it("is far apart if the medians are ten times apart and the times do not overlap", () => {
    const [fast, slow] = [around(1), around(20)];
    expect(compareOneRound(slow, fast, "transmissionMs")).toMatchObject({ ratio: 20, shows: "far-apart" });
    expect(compareOneRound(fast, slow, "transmissionMs")).toMatchObject({ ratio: 0.05, shows: "far-apart" });
  });

  it("is close below that ratio, however little the times overlap", () => {
    for (const ratio of [1, 1.5, FAR_APART_RATIO - 0.1]) {
      expect(compareOneRound(around(ratio), around(1), "transmissionMs")?.shows).toBe("close");
      expect(compareOneRound(around(1), around(ratio), "transmissionMs")?.shows).toBe("close");
    }
  });

  it("does not rank times that overlap", () => {
    const slow = buildRound([1.05, 30, 30, 30, 30, 30]);
    expect(compareOneRound(slow, around(1), "transmissionMs")?.shows).toBe("overlapping");
  });

  it("ignores the slowest tenth of the faster timing", () => {
    const fast = buildRound([...Array.from({ length: 19 }, () => 1), 500]);
    expect(compareOneRound(around(20), fast, "transmissionMs")?.shows).toBe("far-apart");
  });

  it("does not rank three payloads: they are apart by chance in one of ten cases", () => {
    const [three, four] = [buildRound([50, 50, 50]), buildRound([50, 50, 50, 50])];
    expect(compareOneRound(three, around(1), "transmissionMs")?.shows).toBe("few-payloads");
    expect(compareOneRound(around(1), three, "transmissionMs")?.shows).toBe("few-payloads");
    expect(compareOneRound(four, around(1), "transmissionMs")?.shows).toBe("far-apart");
  });

  it("does not rank one-way times that the clocks of the two ends could explain", () => {
    const fast = around(1, { clock: estimated(0.1) });
    expect(compareOneRound(around(10.5), fast, "transmissionMs")?.shows).toBe("inexact");
    expect(compareOneRound(around(20), fast, "transmissionMs")?.shows).toBe("far-apart");
    expect(compareOneRound(around(900), around(1, { clock: derived }), "transmissionMs")?.shows).toBe(
      "inexact",
    );
    // Service times use one clock.
    expect(compareOneRound(around(900), around(1, { clock: derived }), "serviceMs")?.shows).toBe("far-apart");
  });

  it("has no ratio without a positive median", () => {
    expect(compareOneRound(around(1), buildRound([]), "transmissionMs")).toBeNull();
    expect(compareOneRound(around(1), around(-1), "transmissionMs")).toBeNull();
    expect(compareOneRound(around(1), around(1), "responseMs")).toBeNull();
  });
});
