import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/seeded-random.js";
import { medianInterval } from "./median-interval.js";

const ramp = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("medianInterval", () => {
  // The ranks of the table of the sign test (Conover, "Practical Nonparametric Statistics"), two-sided at 95 %.
  it.each([
    [5, null, null],
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [12, 3, 10],
    [20, 6, 15],
    [30, 10, 21],
    [100, 40, 61],
  ])("of %d values goes from the value at %s to that at %s", (count, low, high) => {
    expect(medianInterval(ramp(count), 0.025)).toEqual({ median: (count + 1) / 2, low, high });
  });

  it("needs few values for a level that is not strict", () => {
    expect(medianInterval([3], 0.5)).toEqual({ median: 3, low: 3, high: 3 });
    expect(medianInterval([3, 1], 0.25)).toEqual({ median: 2, low: 1, high: 3 });
    expect(medianInterval(ramp(4), 0.05)).toMatchObject({ low: null, high: null });
    expect(medianInterval(ramp(5), 0.05)).toMatchObject({ low: 1, high: 5 });
  });

  it("contains the median of the values, for any values, and is wider for a stricter level", () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (some, level) => {
        const { median, low, high } = medianInterval(some, level);
        const stricter = medianInterval(some, level / 3);
        expect((low === null) === (high === null)).toBe(true);
        if (low === null || high === null) {
          expect(stricter.low).toBeNull();
          return;
        }
        expect(low).toBeLessThanOrEqual(median);
        expect(high).toBeGreaterThanOrEqual(median);
        expect(stricter.low ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(low);
        expect(stricter.high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(high);
      }),
    );
  });

  it("misses the true median at either end in at most 2.5 of 100 cases, also of skewed values", () => {
    const random = seededRandom(7);
    const cases = 4_000;
    const truth = Math.LN2 ** 3;
    for (const count of [6, 9, 30]) {
      let [below, above] = [0, 0];
      for (let one = 0; one < cases; one++) {
        const values = Array.from({ length: count }, () => (-Math.log(1 - random())) ** 3);
        const { low, high } = medianInterval(values, 0.025);
        if ((low ?? Number.NEGATIVE_INFINITY) > truth) above++;
        if ((high ?? Number.POSITIVE_INFINITY) < truth) below++;
      }
      const most = 0.025 + 3 * Math.sqrt((0.025 * 0.975) / cases);
      expect(below / cases).toBeLessThan(most);
      expect(above / cases).toBeLessThan(most);
    }
  });
});
