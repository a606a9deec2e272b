import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogramOf } from "../fixtures/measured.js";
import { distributionOf, quantileOf } from "./distribution.js";
import { readHistogram } from "./read-histogram.js";

const times = fc.array(fc.double({ min: 0, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 100 });

describe("distributionOf", () => {
  it("adds the counts of all rounds, as one histogram of all times would have them", () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const parts = [a, b].map((one) => readHistogram(histogramOf(one).encode()) ?? []);
        const [both, whole] = [distributionOf(parts), histogramOf([...a, ...b]).summary()];
        expect(both.samples).toBe(a.length + b.length);
        // The highest bucket of a round ends at the maximum of the round, so within a bucket they may differ.
        expect(quantileOf(both, 0.5) ?? 0).toBeCloseTo(whole?.p50 ?? Number.NaN, 0);
        expect(quantileOf(both, 1)).toBe(whole?.max);
      }),
    );
  });

  it("adds true times, although rounds may have other shifts", () => {
    const parts = [0, 7_001].map(
      (shiftNs) => readHistogram(histogramOf([0.001, 0.002], shiftNs).encode()) ?? [],
    );
    const { bins, samples } = distributionOf(parts);
    expect(samples).toBe(4);
    expect(bins.every(({ ns }) => ns >= 1_000 && ns <= 2_010)).toBe(true);
    expect(bins.map(({ ns }) => ns)).toEqual(bins.map(({ ns }) => ns).toSorted((x, y) => x - y));
  });
});

describe("quantileOf", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ({ ns: (index + 1) * 1e6, count: 1 }));

  it("is by nearest rank, whatever the arithmetic in binary", () => {
    const distribution = distributionOf([hundred]);
    for (let percent = 1; percent <= 100; percent++) {
      expect(quantileOf(distribution, percent / 100)).toBe(percent);
    }
  });

  it("counts payloads without a time as slower than all others", () => {
    const distribution = distributionOf([hundred], 100);
    expect(quantileOf(distribution, 0.5)).toBe(100);
    expect(quantileOf(distribution, 0.51)).toBeUndefined();
  });
});
