import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IntervalTimes } from "./interval-times.js";

const ns = fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 4e12 }));
const many = fc.array(ns, { minLength: 1, maxLength: 200 });

function of(times: readonly number[]): IntervalTimes {
  const recorded = new IntervalTimes();
  for (const time of times) recorded.record(time);
  return recorded;
}

describe("IntervalTimes", () => {
  it("has quantiles within 1 % of the nearest rank, or half a microsecond", () => {
    fc.assert(
      fc.property(many, fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1), (times, p) => {
        const sorted = [...times].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(p * sorted.length) - 1] as number;
        expect(Math.abs(of(times).quantileNs(p) - exact)).toBeLessThanOrEqual(Math.max(501, exact / 100));
      }),
    );
  });

  it("of several parts equals that of the whole, also after it was plain data", () => {
    fc.assert(
      fc.property(many, many, (one, other) => {
        const merged = IntervalTimes.from(JSON.parse(JSON.stringify(of(one).sparse())));
        merged.add(of(other));
        expect(merged.sparse()).toEqual(of([...one, ...other]).sparse());
        expect(merged.quantileNs(0.5)).toBe(of([...one, ...other]).quantileNs(0.5));
      }),
    );
  });

  it("takes times that are negative, or longer than an hour", () => {
    const times = of([-5, 1e18]);
    expect(times.quantileNs(0.5)).toBe(0);
    expect(times.quantileNs(1)).toBeGreaterThan(3.6e12);
  });

  it("has no quantile without times", () => {
    expect(() => new IntervalTimes().quantileNs(0.5)).toThrow(RangeError);
  });
});
