import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesFor, signedRank, signedRankTails, walshAverages } from "./signed-rank.js";

// Hollander and Wolfe, "Nonparametric Statistical Methods", 1973, page 29, and R's help page of wilcox.test: depression
// scores of nine patients at their first and their second visit.
const first = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const depression = first.map((score, patient) => score - (second[patient] as number));

// Darwin, "The Effects of Cross and Self Fertilisation in the Vegetable Kingdom", 1876: how much taller the crossed plant of
// a pair of maize was, in eighths of an inch.
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

const differences = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
  minLength: 1,
  maxLength: 25,
});
/** Coarse values, so that ties and differences of 0 are common. */
const tied = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 });

/** The two-sided p-value, by enumerating all signs of the ranks. Ties are broken by the order of the values. */
function enumerated(values: readonly number[]): number {
  const bySize = values.map((_, index) => index).sort((a, b) => size(values, a) - size(values, b));
  const below = bySize.reduce((sum, index, rank) => sum + ((values[index] as number) < 0 ? rank + 1 : 0), 0);
  const extreme = Math.min(below, (values.length * (values.length + 1)) / 2 - below);
  let hits = 0;
  for (let signs = 0; signs < 2 ** values.length; signs++) {
    let sum = 0;
    for (let rank = 0; rank < values.length; rank++) if ((signs >> rank) & 1) sum += rank + 1;
    if (sum <= extreme) hits++;
  }
  return Math.min(1, (2 * hits) / 2 ** values.length);
}

const size = (values: readonly number[], index: number) => Math.abs(values[index] as number);

describe("signedRank", () => {
  it("agrees with R on the depression scores", () => {
    // V = 40, p-value = 0.0390625, 95 percent confidence interval 0.010 0.786, (pseudo)median 0.46
    const { estimate, interval, pValue } = signedRank(depression, 0.95);
    expect(pValue).toBe(0.0390625);
    expect(estimate).toBeCloseTo(0.46, 12);
    expect(interval?.[0]).toBeCloseTo(0.01, 12);
    expect(interval?.[1]).toBeCloseTo(0.786, 12);
  });

  it("agrees with R and SciPy on Darwin's maize", () => {
    // In inches: V = 96, p-value = 0.04126, 95 percent confidence interval 0.50 5.19, (pseudo)median 3.125
    expect(signedRank(maize, 0.95)).toEqual({
      estimate: 8 * 3.125,
      interval: [8 * 0.5, 8 * 5.1875],
      pValue: 0.041259765625,
    });
  });

  it("gives no interval if there are too few differences", () => {
    expect(signedRank([1, 2, 3, 4, 5], 0.95)).toEqual({ estimate: 3, interval: null, pValue: 0.0625 });
    expect(signedRank([1, 2, 3, 4, 5, 6], 0.95)).toEqual({
      estimate: 3.5,
      interval: [1, 6],
      pValue: 0.03125,
    });
  });

  it("gives the same p-value as enumerating all signs", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(distinct, fc.nat(1_023), (sizes, signs) => {
        const values = sizes.map((value, index) => ((signs >> index) & 1 ? -value : value));
        expect(signedRank(values, 0.95).pValue).toBeCloseTo(enumerated(values), 12);
      }),
    );
  });

  it("never gives a smaller p-value with ties than with the ties broken", () => {
    fc.assert(
      fc.property(
        tied,
        fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 9 }),
        (values, by) => {
          const broken = values.map((value, index) => value + (by[index] as number) * (1 + index / 100));
          expect(signedRank(values, 0.9).pValue).toBeGreaterThanOrEqual(signedRank(broken, 0.9).pValue);
        },
      ),
    );
    expect(signedRank([0, 0, 0, 0, 0, 0, 0], 0.95)).toEqual({ estimate: 0, interval: [0, 0], pValue: 1 });
  });

  it("excludes 0 from the interval exactly if the p-value is small enough", () => {
    fc.assert(
      fc.property(
        fc.oneof(differences, tied),
        fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99),
        (values, confidence) => {
          const { estimate, interval, pValue } = signedRank(values, confidence);
          expect(interval === null).toBe(values.length < differencesFor(confidence));
          const [low, high] = interval ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
          expect(low > 0 || high < 0).toBe(pValue <= 1 - confidence);
          expect(low).toBeLessThanOrEqual(estimate);
          expect(high).toBeGreaterThanOrEqual(estimate);
        },
      ),
    );
  });
});

describe("differencesFor", () => {
  it.each([
    [0.5, 2],
    [0.9, 5],
    [0.95, 6],
    [0.99, 8],
    [0.999, 11],
  ])("%d needs %d", (confidence, expected) => {
    expect(differencesFor(confidence)).toBe(expected);
  });
});

describe("walshAverages", () => {
  it("are the means of all pairs, sorted", () => {
    expect([...walshAverages([4, 1, 10])]).toEqual([1, 2.5, 4, 5.5, 7, 10]);
    expect([...walshAverages([])]).toEqual([]);
  });
});

describe("signedRankTails", () => {
  // The tables of the two-sided 5 % level, as that of York (www.york.ac.uk/depts/maths/tables/wilcoxon.htm).
  it.each([
    [6, 0],
    [7, 2],
    [8, 3],
    [9, 5],
    [10, 8],
    [11, 10],
    [12, 13],
    [13, 17],
    [14, 21],
    [15, 25],
    [16, 29],
    [17, 34],
    [18, 40],
    [19, 46],
    [20, 52],
    [25, 89],
  ])("of %d has the critical value %d", (n, critical) => {
    const tails = signedRankTails(n);
    expect(tails[critical]).toBeLessThanOrEqual(0.025);
    expect(tails[critical + 1]).toBeGreaterThan(0.025);
  });

  it("are exact for small samples", () => {
    expect([...signedRankTails(0)]).toEqual([1]);
    expect([...signedRankTails(3)].map((tail) => 8 * tail)).toEqual([1, 2, 3, 5, 6, 7, 8]);
    expect(signedRankTails(6)[0]).toBe(1 / 64);
  });

  it("are normal for large samples", () => {
    const n = 200;
    const mean = (n * (n + 1)) / 4;
    const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    expect(signedRankTails(n)[Math.round(mean - 1.959964 * deviation)]).toBeCloseTo(0.025, 3);
    expect(signedRankTails(n).at(-1)).toBeCloseTo(1, 12);
  });
});
