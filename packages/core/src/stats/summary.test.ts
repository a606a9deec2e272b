import { describe, expect, it } from "vitest";
import { carries, quantile, SAMPLES_FOR, summarize } from "./summary.js";

const ramp = (count: number) => Float64Array.from({ length: count }, (_, index) => index);

describe("quantile", () => {
  // R: quantile(c(1, 2, 4, 8, 16), c(0, .25, .5, .9, 1), type = 7)
  it.each([
    [0, 1],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [1, 16],
  ])("%d is the same as type 7 of R", (p, expected) => {
    expect(quantile([1, 2, 4, 8, 16], p)).toBeCloseTo(expected, 12);
    expect(quantile(Float64Array.of(1, 2, 4, 8, 16), p)).toBeCloseTo(expected, 12);
  });

  it("refuses an empty list", () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe("carries", () => {
  it.each([...SAMPLES_FOR])("is true for %d from %d samples on", (p, samples) => {
    expect(carries(p, samples - 1)).toBe(false);
    expect(carries(p, samples)).toBe(true);
  });

  it("is false for a quantile that summaries do not have", () => {
    expect(carries(0.75, 1e9)).toBe(false);
  });
});

describe("summarize", () => {
  it("gives null without values", () => {
    expect(summarize([])).toBeNull();
  });

  it("sorts by value, and does not change its input", () => {
    const values = [10, 9, 100];
    expect(summarize(values)).toEqual({ samples: 3, min: 9, p50: 10, max: 100, mean: 119 / 3 });
    expect(values).toEqual([10, 9, 100]);
  });

  it.each([
    ["p90", 10, 8.1],
    ["p95", 20, 18.05],
    ["p99", 100, 98.01],
    ["p999", 1_000, 998.001],
    ["p9999", 10_000, 9998.0001],
  ] as const)("gives %s from %d samples on", (name, samples, expected) => {
    expect(summarize(ramp(samples - 1))).not.toHaveProperty(name);
    expect(summarize(ramp(samples))?.[name]).toBeCloseTo(expected, 8);
  });

  it("handles any number of values", () => {
    const values = Array.from(ramp(1_000_000)).reverse();
    expect(summarize(values)).toMatchObject({ samples: 1_000_000, min: 0, p50: 499_999.5, max: 999_999 });
  });
});
