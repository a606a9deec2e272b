import { describe, expect, it } from "vitest";
import { buildComparison, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Comparison } from "./comparison.js";
import { answerTo, checkTolerance } from "./tolerance.js";

const interval = (low: number | null, high: number | null, more = {}) =>
  buildComparison("b", { low, high, ratio: 1.02, spread: 0.1, verdict: "undecided", ...more });

describe("answerTo", () => {
  it.each([
    [0.9, 1.1, "within"],
    [0.9, 1.101, "undecided"],
    [1.1, 1.3, "undecided"],
    [1.101, 1.3, "beyond"],
    [1.101, null, "beyond"],
    [null, 1.05, "within"],
    [null, null, "undecided"],
    [0.5, 0.6, "within"],
  ] as const)("says of %s to %s with 10 %%: %s", (low, high, answer) => {
    expect(answerTo(interval(low, high), 0.1)).toBe(answer);
  });

  it("knows that a throughput is worse if it is smaller", () => {
    const throughput = (low: number, high: number) =>
      answerTo(interval(low, high, { by: "throughput" }), 0.1);
    expect(throughput(0.7, 0.9)).toBe("beyond");
    expect(throughput(0.7, 0.92)).toBe("undecided");
    expect(throughput(0.92, 1.5)).toBe("within");
  });

  it("does not answer from invalid numbers", () => {
    expect(answerTo(interval(2, 3, { verdict: "invalid" }), 0.1)).toBe("invalid");
  });
});

describe("checkTolerance", () => {
  const timings = ["a", "b"].map((label) => buildTiming(label, buildRound([1])));
  const check = (comparisons: Partial<Comparison>[], tolerance = 0.1) => {
    const built = comparisons.map((one) => buildComparison("b", one));
    return checkTolerance(buildResult(timings, { comparisons: built }), tolerance);
  };

  it("answers for each pair, by the measure that decides", () => {
    const decided = { low: 1.2, high: 1.3, ratio: 1.25, decides: true };
    const answers = check([decided, { ...decided, by: "cpu", decides: false }]);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ answer: "beyond", roundsNeeded: null, comparison: { low: 1.2 } });
  });

  it("says how many rounds would decide: more if the ratio is near the tolerance", () => {
    const needed = (ratio: number) =>
      check([{ low: 0.9, high: 1.3, ratio, spread: 0.1, rounds: 8, decides: true, verdict: "undecided" }])[0]
        ?.roundsNeeded ?? 0;
    expect(needed(1.0)).toBeGreaterThan(8);
    expect(needed(1.08)).toBeGreaterThan(needed(1.05));
    expect(needed(1.05)).toBeGreaterThan(needed(1.0));
    expect(needed(1.3)).toBeLessThan(needed(1.2));
  });

  it("refuses a tolerance that is none", () => {
    expect(() => check([], -0.1)).toThrowError(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(() => check([], Number.NaN)).toThrowError(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});
