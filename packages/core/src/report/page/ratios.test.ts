import { describe, expect, it } from "vitest";
import { buildComparison, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { Comparison } from "../../verdict/comparison.js";
import { ratiosOf } from "./ratios.js";

const timings = ["WebSocket", "gRPC"].map((label) =>
  buildTiming(
    label,
    Array.from({ length: 6 }, (_, block) => buildRound([1], { block })),
  ),
);
const run = (more: Partial<Comparison> = {}, tolerance?: number) =>
  buildResult(timings, {
    comparisons: [buildComparison("gRPC", { decides: true, ...more })],
    settings: {
      decideBy: more.by ?? "transmission",
      roundsRule: tolerance === undefined ? null : { min: 6, max: 9, until: null, tolerance },
    },
  });

describe("what is allowed beside the ratios", () => {
  it.each([
    [{ low: 1.01, high: 1.09 }, 0.1, "kept"],
    [{ low: 1.01, high: 1.11 }, 0.1, "undecided"],
    [{ low: 1.11, high: 1.2 }, 0.1, "exceeded"],
    [{ low: null, high: null, verdict: "invalid" }, 0.1, "no answer"],
  ] as const)("%j within %d: %s", (interval, tolerance, kept) => {
    expect(ratiosOf(run(interval), { tolerance })).toMatchObject({
      allowed: { ratio: 1.1, text: "at most 10 % slower" },
      pairs: [{ kept }],
    });
  });

  it("is what the rule of the run says, unless an option says something else", () => {
    expect(ratiosOf(run())).toMatchObject({ allowed: null, pairs: [{ kept: null }] });
    expect(ratiosOf(run({}, 0.2)).allowed?.ratio).toBe(1.2);
    expect(ratiosOf(run({}, 0.2), { tolerance: 0.5 }).allowed?.ratio).toBe(1.5);
  });

  it("is below 1 for a throughput, and more of what is no time", () => {
    const { allowed, pairs } = ratiosOf(run({ by: "throughput", low: 0.8, high: 0.9 }), { tolerance: 0.1 });
    expect(allowed?.ratio).toBeCloseTo(1 / 1.1);
    expect(pairs[0]?.kept).toBe("exceeded");
    expect(ratiosOf(run({ by: "bytes" }), { tolerance: 0 }).allowed).toEqual({
      ratio: 1,
      text: "at most 0 % more",
    });
  });

  it("is refused below 0", () => {
    expect(() => ratiosOf(run(), { tolerance: -1 })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining("tolerance") }),
    );
  });
});
