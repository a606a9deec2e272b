import { compareRounds } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { judge, NOT_MEASURED, smallestRatio } from "./verdict.js";

/** Ten rounds around a value, one per cent apart. */
function about(value: number): number[] {
  return Array.from({ length: 10 }, (_, round) => value * (0.955 + 0.01 * round));
}

const ones = about(1).map(() => 1);
const steady = compareRounds(about(1), about(1).reverse());

describe("judge", () => {
  it("is met if the whole interval is at most the target, and missed if it is above", () => {
    expect(judge({ a: about(1.1), b: ones, bound: "at-most", limit: 1.25, same: steady }).verdict).toBe(
      "met",
    );
    expect(judge({ a: about(1.4), b: ones, bound: "at-most", limit: 1.25, same: steady }).verdict).toBe(
      "missed",
    );
  });

  it("works the other way round for an `at-least` target", () => {
    expect(judge({ a: about(0.95), b: ones, bound: "at-least", limit: 0.85, same: steady }).verdict).toBe(
      "met",
    );
    expect(judge({ a: about(0.7), b: ones, bound: "at-least", limit: 0.85, same: steady }).verdict).toBe(
      "missed",
    );
  });

  it("gives the ratio and its interval", () => {
    const { value, low, high, rounds, why, roundsToDecide } = judge({
      a: about(2),
      b: ones,
      bound: "at-most",
      limit: 3,
    });
    expect(value).toBeCloseTo(2, 2);
    expect(low).toBeLessThan(2);
    expect(high).toBeGreaterThan(2);
    expect([rounds, why, roundsToDecide]).toEqual([10, null, null]);
  });

  it("is met if the upper end of the interval equals the target", () => {
    const { high } = judge({ a: about(1.1), b: ones, bound: "at-most", limit: 9 });
    expect(judge({ a: about(1.1), b: ones, bound: "at-most", limit: high ?? 0 }).verdict).toBe("met");
  });

  it("is undecided if the interval includes the target, and estimates how many rounds would decide", () => {
    const judgement = judge({ a: about(1.24), b: ones, bound: "at-most", limit: 1.25 });
    expect(judgement).toMatchObject({ verdict: "undecided", why: "the interval holds the target" });
    expect(judgement.roundsToDecide).toBeGreaterThan(10);
  });

  it("estimates no number of rounds if the ratio equals the target", () => {
    const { verdict, roundsToDecide } = judge({
      a: [1, 1.1, 1.2, 1.3, 1.4, 1.5].map((value) => value / Math.sqrt(1.25)),
      b: [1.5, 1.4, 1.3, 1.2, 1.1, 1].map((value) => value / Math.sqrt(1.25)),
      bound: "at-most",
      limit: 1,
    });
    expect([verdict, roundsToDecide]).toEqual(["undecided", null]);
  });

  it("must be farther from the target than A against A if that is noisier than the target", () => {
    const noisy = compareRounds([1, 1.5, 0.7, 1.2, 0.8, 1.4], [1, 1, 1, 1, 1, 1]);
    const most = { b: ones, bound: "at-most", limit: 1.1 } as const;
    expect(judge({ ...most, a: about(1.3) }).verdict).toBe("missed");
    expect(judge({ ...most, a: about(1.3), same: noisy })).toMatchObject({
      verdict: "undecided",
      why: "closer to the target than A against A",
    });
    const verdicts = (bound: "at-most" | "at-least", limit: number, values: readonly number[]) =>
      values.map((value) => judge({ a: about(value), b: ones, bound, limit, same: noisy }).verdict);
    expect(verdicts("at-most", 1.1, [0.6, 1, 2])).toEqual(["met", "undecided", "missed"]);
    expect(verdicts("at-least", 0.95, [0.5, 1, 2])).toEqual(["missed", "undecided", "met"]);
    expect(verdicts("at-most", 10, [12])).toEqual(["missed"]);
  });

  it("is undecided with fewer than six rounds", () => {
    const few = { a: [1, 1.01, 1.02, 1, 1], b: [1, 1, 1, 1, 1], bound: "at-most", limit: 3 } as const;
    expect(judge(few)).toMatchObject({ verdict: "undecided", low: null, high: null, roundsToDecide: 6 });
    expect(judge({ ...few, a: [1], b: [1] })).toMatchObject({ verdict: "undecided", roundsToDecide: null });
  });

  it("judges values in their own unit", () => {
    expect(judge({ a: about(5), bound: "at-most", limit: 8 })).toMatchObject({ verdict: "met", rounds: 10 });
    expect(judge({ a: about(9), bound: "at-most", limit: 8 }).verdict).toBe("missed");
  });

  it("is not measured without rounds", () => {
    expect(judge({ a: [], b: [], bound: "at-most", limit: 1 })).toEqual(NOT_MEASURED);
  });
});

describe("smallestRatio", () => {
  it("is half the width of the interval, wherever its centre is", () => {
    const same = compareRounds(about(1.005), ones);
    expect(smallestRatio(same)).toBeCloseTo(Math.sqrt((same.high ?? 0) / (same.low ?? 1)), 10);
  });

  it("is the far end of an interval that excludes 1", () => {
    const same = compareRounds(about(0.8), ones);
    expect(same.high).toBeLessThan(1);
    expect(smallestRatio(same)).toBeCloseTo(1 / (same.low ?? 1), 10);
  });

  it("is unknown without an interval", () => {
    expect(smallestRatio(compareRounds([1, 1], [1, 1]))).toBeNull();
  });
});
