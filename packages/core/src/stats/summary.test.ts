import { describe, expect, it } from "vitest";
import { quantile, summarize } from "./summary.js";

describe("quantile", () => {
  // R: quantile(c(1, 2, 4, 8, 16), c(0, .25, .5, .9, 1), type = 7)
  it.each([
    [0, 1],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [1, 16],
  ])("%d as R's type 7 gives it", (p, expected) => {
    expect(quantile([1, 2, 4, 8, 16], p)).toBeCloseTo(expected, 12);
  });
});

describe("summarize", () => {
  it("gives null for nothing", () => {
    expect(summarize([])).toBeNull();
  });

  it("sorts by value, and leaves its input alone", () => {
    const values = [10, 9, 100];
    expect(summarize(values)).toEqual({ samples: 3, min: 9, p50: 10, p90: 82, max: 100, mean: 119 / 3 });
    expect(values).toEqual([10, 9, 100]);
  });

  it("gives a 99th percentile from 100 samples on", () => {
    const ramp = (count: number) => Array.from({ length: count }, (_, index) => index);
    expect(summarize(ramp(99))).not.toHaveProperty("p99");
    expect(summarize(ramp(100))?.p99).toBeCloseTo(98.01, 10);
  });
});
