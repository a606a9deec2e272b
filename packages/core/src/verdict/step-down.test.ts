import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepDown, type Tested } from "./step-down.js";

const pValue = fc.double({ min: 1e-9, max: 1, noNaN: true });
const family = fc
  .array(fc.tuple(pValue, fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 12 })
  .map((members) => {
    const sum = members.reduce((total, [, weight]) => total + weight, 0);
    return { pValues: members.map(([p]) => p), weights: members.map(([, weight]) => weight / sum) };
  });
const level = fc.constantFrom(0.005, 0.025, 0.1, 0.4);

describe("stepDown", () => {
  it("tests a single hypothesis at the whole level", () => {
    expect(stepDown([0.02], [1], 0.025)).toEqual([{ pValue: 0.02, rejected: true, share: 1 }]);
    expect(stepDown([0.03], [1], 0.025)).toEqual([{ pValue: 0.03, rejected: false, share: 1 }]);
  });

  it("passes a part of the share of a rejected hypothesis on", () => {
    // The second one fails alone: 0.02 > 0.025 / 2. It passes with the fifth that the first one does not keep.
    const [first, second] = stepDown([0.001, 0.0149], [0.5, 0.5], 0.025) as [Tested, Tested];
    expect(first).toMatchObject({ pValue: 0.002, rejected: true });
    // 0.5 (0.8 + 0.2 / 0.5) = 0.6
    expect(second.pValue).toBeCloseTo(0.0149 / 0.6, 12);
    expect(second.rejected).toBe(true);
    const [kept, open] = stepDown([0.001, 0.0151], [0.5, 0.5], 0.025) as [Tested, Tested];
    expect(open).toMatchObject({ rejected: false });
    expect(open.share).toBeCloseTo(0.6, 12);
    expect(kept.share).toBeCloseTo(0.4, 12);
  });

  it("rejects no more than Holm's method, and no less than Bonferroni's", () => {
    fc.assert(
      fc.property(family, level, ({ pValues, weights }, alpha) => {
        const holm = holmRejects(pValues, weights, alpha);
        for (const [index, { rejected }] of stepDown(pValues, weights, alpha).entries()) {
          if (rejected) expect(holm.has(index)).toBe(true);
          if ((pValues[index] as number) <= alpha * (weights[index] as number) * (1 - 1e-9)) {
            expect(rejected).toBe(true);
          }
        }
      }),
    );
  });

  it("is monotone: a smaller p-value of one never makes another one less significant", () => {
    fc.assert(
      fc.property(
        family,
        level,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, alpha, at, by) => {
          const index = at % one.pValues.length;
          const smaller = one.pValues.map((p, place) => (place === index ? p * by : p));
          const before = stepDown(one.pValues, one.weights, alpha);
          const after = stepDown(smaller, one.weights, alpha);
          for (const [place, { pValue, rejected }] of after.entries()) {
            expect(pValue).toBeLessThanOrEqual((before[place] as Tested).pValue + 1e-12);
            if (before[place]?.rejected) expect(rejected).toBe(true);
          }
        },
      ),
    );
  });

  it("gives the shares of those that are really true, and what the others keep, together at most once", () => {
    fc.assert(
      fc.property(family, level, ({ pValues, weights }, alpha) => {
        const total = stepDown(pValues, weights, alpha).reduce((sum, { share }) => sum + share, 0);
        expect(total).toBeCloseTo(1, 9);
      }),
    );
  });

  it("rejects exactly where the adjusted p-value is at most the level", () => {
    fc.assert(
      fc.property(family, level, ({ pValues, weights }, alpha) => {
        for (const [index, { pValue, rejected }] of stepDown(pValues, weights, alpha).entries()) {
          expect(rejected).toBe(pValue <= alpha);
          expect(pValue).toBeGreaterThanOrEqual(pValues[index] as number);
        }
      }),
    );
  });
});

/** The hypotheses that weighted Holm tests reject, in its usual form. */
function holmRejects(pValues: readonly number[], weights: readonly number[], alpha: number): Set<number> {
  const rejected = new Set<number>();
  for (;;) {
    const left = pValues.map((_, index) => index).filter((index) => !rejected.has(index));
    const sum = left.reduce((total, index) => total + (weights[index] as number), 0);
    const next = left.find((index) => {
      const share = (weights[index] as number) / sum;
      return (pValues[index] as number) <= alpha * share * (1 + 1e-9);
    });
    if (next === undefined) return rejected;
    rejected.add(next);
  }
}
