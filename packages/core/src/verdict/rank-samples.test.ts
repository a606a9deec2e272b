import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankSamples, rankSumTails } from "./rank-samples.js";

/** The distribution by counting every order of two samples. */
function counted(m: number, n: number): number[] {
  const counts = Array.from({ length: m * n + 1 }, () => 0);
  const count = (left: number, others: number, above: number) => {
    if (left === 0) counts[above] = (counts[above] as number) + 1;
    if (left === 0) return;
    // The next value in the order is one of the first sample, which is above all of the other that came before.
    for (let before = others; before <= n; before++) count(left - 1, before, above + before);
  };
  count(m, 0, 0);
  const all = counts.reduce((sum, one) => sum + one, 0);
  let sum = 0;
  return counts.map((one) => {
    sum += one;
    return sum / all;
  });
}

describe("the distribution of the rank sum", () => {
  it.each([
    [1, 1],
    [1, 4],
    [3, 2],
    [4, 4],
    [6, 5],
  ])("of %d and %d values is that of all their orders", (m, n) => {
    const tails = rankSumTails(m, n);
    expect(tails).toHaveLength(m * n + 1);
    for (const [above, share] of counted(m, n).entries()) expect(tails[above]).toBeCloseTo(share, 12);
  });

  it("has the critical values of published tables", () => {
    // One-sided 2.5 %: 2 for 5 and 5 values, 23 for 10 and 10, 127 for 20 and 20.
    for (const [size, critical] of [
      [5, 2],
      [10, 23],
      [20, 127],
    ] as const) {
      const tails = rankSumTails(size, size);
      expect(tails[critical]).toBeLessThanOrEqual(0.025);
      expect(tails[critical + 1]).toBeGreaterThan(0.025);
    }
  });

  it("does not lose its precision with many rounds", () => {
    const tails = rankSumTails(300, 200);
    expect(tails[30_000 - 1]).toBeGreaterThan(0.49);
    expect(tails.at(-1)).toBeCloseTo(1, 9);
    for (let u = 1; u < tails.length; u++) expect(tails[u]).toBeGreaterThanOrEqual(tails[u - 1] as number);
  });
});

const sample = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 12 });

describe("rankSamples", () => {
  it("gives the numbers calculated by hand", () => {
    // R: wilcox.test(c(1.1, 2.2, 3.3, 4.4), c(0.1, 0.2, 0.3, 0.4), conf.int = TRUE)
    const { estimate, pAbove, pBelow, lowerAt, upperAt } = rankSamples(
      [1.1, 2.2, 3.3, 4.4],
      [0.1, 0.2, 0.3, 0.4],
    );
    expect(estimate).toBeCloseTo(2.5, 12);
    expect([pAbove, pBelow]).toEqual([expect.closeTo(1 / 70, 12), 1]);
    expect(lowerAt(0.025)).toBeCloseTo(0.7, 12);
    expect(upperAt(0.025)).toBeCloseTo(4.3, 12);
    expect(lowerAt(0.01)).toBeNull();
  });

  it("shows nothing of equal samples", () => {
    const { pAbove, pBelow, estimate } = rankSamples([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
    expect([pAbove, pBelow, estimate]).toEqual([1, 1, 0]);
  });

  it("turns around if the samples are exchanged, and moves with a shift", () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: -8, max: 8 }), (a, b, shift) => {
        const [there, back] = [rankSamples(a, b), rankSamples(b, a)];
        expect(there.pAbove).toBe(back.pBelow);
        expect(there.estimate).toBeCloseTo(-back.estimate, 9);
        const moved = rankSamples(
          a.map((value) => value + shift),
          b,
        );
        expect(moved.estimate).toBeCloseTo(there.estimate + shift, 9);
        const [low, high] = [there.lowerAt(0.1), there.upperAt(0.1)];
        expect(low === null).toBe(high === null);
        if (low !== null) expect(moved.lowerAt(0.1)).toBeCloseTo(low + shift, 9);
      }),
    );
  });

  it("has a bound above 0 exactly if the p-value is at most the level", () => {
    fc.assert(
      fc.property(sample, sample, fc.double({ min: 0.001, max: 0.4, noNaN: true }), (a, b, level) => {
        const { pAbove, lowerAt } = rankSamples(a, b);
        expect((lowerAt(level) ?? 0) > 0).toBe(pAbove <= level);
      }),
    );
  });
});
