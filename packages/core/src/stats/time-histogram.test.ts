import fc from "fast-check";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeTimeHistogram } from "../result/decode-time-histogram.js";
import { HIGHEST_NS, loadTimeHistograms, type TimeHistogramFactory } from "./time-histogram.js";

let make: TimeHistogramFactory;
beforeAll(async () => {
  make = await loadTimeHistograms();
});

const SHIFT = 10_000_000;

/** Times of all magnitudes; some are negative, but not below the shift. */
const time = fc.oneof(
  fc.integer({ min: -SHIFT, max: 5_000 }),
  fc.integer({ min: 0, max: 100_000_000 }),
  fc.integer({ min: 0, max: HIGHEST_NS - SHIFT }),
);
// Few enough that their sum is exact.
const times = fc.array(time, { minLength: 1, maxLength: 100 });

function of(values: readonly number[], shiftNs: number = SHIFT) {
  const histogram = make({ shiftNs });
  for (const value of values) histogram.record(value);
  return histogram;
}

/** Often enough that every percentile is given. */
const manyTimes = (values: readonly number[]) =>
  Array.from({ length: 10_000 + values.length }, (_, index) => values[index % values.length] as number);

const PERMYRIADS = { p50: 5_000, p90: 9_000, p95: 9_500, p99: 9_900, p999: 9_990, p9999: 9_999 } as const;

describe("TimeHistogram", () => {
  it("merged from parts equals the histogram of the whole, however it was split", () => {
    fc.assert(
      fc.property(times, fc.array(fc.nat(100), { maxLength: 4 }), (values, cuts) => {
        const bounds = [
          0,
          ...cuts.map((cut) => Math.min(cut, values.length)).sort((a, b) => a - b),
          values.length,
        ];
        const merged = make({ shiftNs: SHIFT });
        for (let part = 1; part < bounds.length; part++) {
          merged.merge(of(values.slice(bounds[part - 1], bounds[part])));
        }
        expect(merged.encode()).toEqual(of(values).encode());
        expect(merged.summary()).toEqual(of(values).summary());
      }),
    );
  });

  it("merged from parts with other shifts has the same count, sum and extremes, and the same percentiles within 0.2 %", () => {
    fc.assert(
      fc.property(times, times, fc.integer({ min: 0, max: 10 * SHIFT }), (one, other, shiftNs) => {
        const merged = make({ shiftNs: SHIFT });
        const inRange = other.filter((value) => value >= -shiftNs);
        merged.mergeAnyShift(of(one));
        merged.mergeAnyShift(of(inRange, shiftNs));
        const whole = of([...one, ...inRange]).encode();
        const { samples, minNs, maxNs, sumNs } = merged.encode();
        expect({ samples, minNs, maxNs, sumNs }).toEqual({
          samples: whole.samples,
          minNs: whole.minNs,
          maxNs: whole.maxNs,
          sumNs: whole.sumNs,
        });
        const sorted = [...one, ...inRange].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(sorted.length / 2) - 1] as number;
        const given = (merged.summary()?.p50 ?? 0) * 1e6;
        const shifted = exact + Math.max(SHIFT, shiftNs);
        expect(Math.abs(given - exact)).toBeLessThanOrEqual((2 * shifted) / 1_000 + 1);
      }),
      { numRuns: 30 },
    );
  });

  it("decodes to the same histogram, through JSON", async () => {
    await fc.assert(
      fc.asyncProperty(times, async (values) => {
        const histogram = of(values);
        const decoded = await decodeTimeHistogram(JSON.parse(JSON.stringify(histogram.encode())));
        expect(decoded.summary()).toEqual(histogram.summary());
        expect(decoded.encode()).toEqual(histogram.encode());
      }),
    );
  });

  it("gives percentiles within 0.1 % of the nearest rank, and exact values for the rest", () => {
    fc.assert(
      fc.property(times, (some) => {
        const values = manyTimes(some);
        const summary = of(values).summary();
        const sorted = Float64Array.from(values).sort();
        for (const [name, permyriad] of Object.entries(PERMYRIADS)) {
          const exact = sorted[Math.ceil((permyriad * sorted.length) / 10_000) - 1] as number;
          const given = (summary?.[name as keyof typeof PERMYRIADS] as number) * 1e6;
          expect(Math.abs(given - exact), name).toBeLessThanOrEqual((exact + SHIFT) / 1_000 + 0.02);
        }
        expect(summary?.samples).toBe(values.length);
        expect(summary?.min).toBe((sorted[0] as number) / 1e6);
        expect(summary?.max).toBe((sorted[sorted.length - 1] as number) / 1e6);
        expect(summary?.mean).toBeCloseTo(
          sorted.reduce((sum, value) => sum + value / 1e6, 0) / sorted.length,
          3,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("shifts all values when it is rebased, and does not change the original", () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -3 * SHIFT, max: 3 * SHIFT }), (values, deltaNs) => {
        const histogram = of(values);
        const before = histogram.encode();
        const rebased = histogram.rebase(deltaNs);
        expect(histogram.encode()).toEqual(before);
        expect(rebased.encode()).toMatchObject({
          shiftNs: SHIFT - deltaNs,
          minNs: Math.min(...values) + deltaNs,
          maxNs: Math.max(...values) + deltaNs,
          encoded: before.encoded,
        });
        const [from, to] = [histogram.summary(), rebased.summary()];
        for (const name of ["min", "p50", "max", "mean"] as const) {
          expect(to?.[name]).toBeCloseTo((from?.[name] as number) + deltaNs / 1e6, 6);
        }
      }),
    );
  });

  it("records relative to the new base after a rebase", () => {
    const rebased = of([1_000]).rebase(2 * SHIFT);
    rebased.record(2 * SHIFT + 1_000);
    expect(rebased.shiftNs).toBe(-SHIFT);
    expect(rebased.summary()).toMatchObject({ samples: 2, min: 20.001, p50: 20.001, max: 20.001 });
    expect(rebased.clamped).toBe(0);
  });

  it("counts values out of range, and reports how many were clamped", () => {
    const histogram = of([-1_001, -1_000, 0.4, HIGHEST_NS - 1_000, HIGHEST_NS, 1e18], 1_000);
    expect(histogram.samples).toBe(6);
    expect(histogram.clamped).toBe(3);
    expect(histogram.encode()).toMatchObject({ minNs: -1_001, maxNs: 1e18, clamped: 3 });
    expect(histogram.summary()).toMatchObject({ min: -0.001001, p50: 0, max: 1e12 });
  });

  it("has no summary without samples", async () => {
    const nothing = make();
    expect(nothing.summary()).toBeNull();
    expect(nothing.encode()).toMatchObject({ samples: 0, minNs: null, maxNs: null, sumNs: 0 });
    expect((await decodeTimeHistogram(nothing.encode())).summary()).toBeNull();
  });

  it("gives a percentile only if there are enough samples", () => {
    expect(of(manyTimes([5]).slice(0, 99)).summary()).not.toHaveProperty("p99");
    expect(of(manyTimes([5]).slice(0, 100)).summary()).toHaveProperty("p99", 5 / 1e6);
  });

  it("can be read by HdrHistogram itself", () => {
    const { encoded, samples } = of([-5_000, 1_000, 2_000_000], 10_000).encode();
    expect(encoded).toMatch(/^HISTFAAAA/);
    const read = decodeFromCompressedBase64(encoded);
    expect(read.totalCount).toBe(samples);
    expect(read.getValueAtPercentile(100)).toBeGreaterThanOrEqual(2_010_000);
    expect(read.getValueAtPercentile(100)).toBeLessThan(2_010_000 * 1.001);
  });

  it("holds counts above 1e9 in one bucket", () => {
    const histogram = of([3_000]);
    // 2^31 samples by doubling.
    for (let times = 0; times < 31; times++) histogram.merge(histogram);
    expect(histogram.encode().samples).toBe(2 ** 31);
    expect(histogram.summary()).toMatchObject({ p50: 0.003, p9999: 0.003, mean: 0.003 });
    expect(decodeFromCompressedBase64(histogram.encode().encoded).totalCount).toBe(2 ** 31);
  });

  it("refuses different shifts, and values that are not times", async () => {
    expect(() => make({ shiftNs: 1 }).merge(make())).toThrow(RangeError);
    expect(() => make({ shiftNs: -1 })).toThrow(RangeError);
    expect(() => make({ shiftNs: Number.NaN })).toThrow(RangeError);
    expect(() => make().record(Number.NaN)).toThrow(RangeError);
    await expect(decodeTimeHistogram({ ...of([1]).encode(), samples: 2 })).rejects.toMatchObject({
      code: "INVALID_RESULT",
    });
  });
});
