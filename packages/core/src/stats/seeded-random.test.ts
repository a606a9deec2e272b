import { describe, expect, it } from "vitest";
import { seededRandom } from "./seeded-random.js";

const take = (count: number, seed: number) => Array.from({ length: count }, seededRandom(seed));

describe("seededRandom", () => {
  it("is equal for equal seeds, and differs for different seeds", () => {
    expect(take(100, 1)).toEqual(take(100, 1));
    expect(take(100, 1)).not.toEqual(take(100, 2));
    expect(take(100, 0)).not.toEqual(take(100, -1));
  });

  it("is uniform from 0 to 1", () => {
    const counts = new Array<number>(10).fill(0);
    const values = take(100_000, 7);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    for (const value of values) {
      const tenth = Math.floor(value * 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(9_600);
    expect(Math.max(...counts)).toBeLessThan(10_400);
  });

  it("gives unrelated values for neighbouring seeds", () => {
    const firsts = Array.from({ length: 1_000 }, (_, seed) => seededRandom(seed)());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
    expect(new Set(firsts).size).toBe(1_000);
  });
});
