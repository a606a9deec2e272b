import { describe, expect, it } from "vitest";
import { atMost, upperBound } from "./binomial.js";

describe("atMost", () => {
  it("adds the terms of the binomial distribution", () => {
    expect(atMost(0, 3, 0.5)).toBeCloseTo(1 / 8, 12);
    expect(atMost(1, 3, 0.5)).toBeCloseTo(4 / 8, 12);
    expect(atMost(2, 10, 0.1)).toBeCloseTo(0.929_809_173_6, 10);
    expect(atMost(3, 3, 0.2)).toBe(1);
  });

  it("stays exact for many trials", () => {
    expect(atMost(500, 1_000, 0.5) + atMost(499, 1_000, 0.5)).toBeCloseTo(1, 9);
  });
});

describe("upperBound", () => {
  it("has the closed form for no success: 1 - 0.05^(1/n)", () => {
    for (const trials of [1, 12, 50, 200]) {
      expect(upperBound(0, trials)).toBeCloseTo(1 - 0.05 ** (1 / trials), 10);
    }
  });

  it("is the share at which so few successes have a probability of 5 %", () => {
    for (const count of [1, 2, 5, 49]) {
      expect(atMost(count, 50, upperBound(count, 50))).toBeCloseTo(0.05, 9);
    }
  });

  it("is 1 if every trial succeeded", () => {
    expect(upperBound(12, 12)).toBe(1);
  });
});
