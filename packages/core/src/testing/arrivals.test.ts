import { describe, expect, it } from "vitest";
import { Arrivals } from "./arrivals.js";

const arrivalsOf = (count: number, numbers: readonly number[]) => {
  const arrivals = new Arrivals("frames", count);
  for (const number of numbers) arrivals.add(number);
  return arrivals;
};

describe("Arrivals", () => {
  it.each([
    [4, [0, 1, 2, 3], "frames 0 to 3 arrived; none did not"],
    [4, [], "frames none arrived; 0 to 3 did not"],
    [6, [0, 1, 4, 5], "frames 0 to 1 and 4 to 5 arrived; 2 to 3 did not"],
    [3, [0, 2], "frames 0 and 2 arrived; 1 did not"],
    [14, [0, 2, 4, 6, 8, 10, 12], "frames 0, 2, 4, 6, 8 and 2 more ranges arrived"],
  ])("says which of %d numbers came: %j", (count, numbers, text) => {
    expect(arrivalsOf(count, numbers).describe()).toContain(text);
  });

  it("describes only what was sent so far", () => {
    expect(arrivalsOf(10, [0, 1]).describe(3)).toContain("frames 0 to 1 arrived; 2 did not");
  });

  it("knows the first number that did not arrive, of those that were sent", () => {
    expect(arrivalsOf(10, [0, 1, 3]).firstMissing(4)).toBe(2);
    expect(arrivalsOf(10, [0, 1]).firstMissing(2)).toBeUndefined();
  });

  it("refuses a number that arrived before, and one that was never sent", () => {
    expect(() => arrivalsOf(3, [1, 1])).toThrow("1 arrived twice");
    expect(() => arrivalsOf(3, [3])).toThrow("3 arrived, but was never sent");
  });
});
