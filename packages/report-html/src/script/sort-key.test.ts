import { describe, expect, it } from "vitest";
import { compareKeys, sortKey } from "./sort-key.js";

const sorted = (cells: readonly string[], direction: 1 | -1 = 1) =>
  cells.toSorted((a, b) => compareKeys(sortKey(a), sortKey(b), direction));

describe("the key of a cell", () => {
  it.each([
    ["1,234", 1234],
    ["-0.5", -0.5],
    ["\u22120.5", -0.5],
    ["1.2e-7", 1.2e-7],
    ["15 %", 15],
    ["2.1 to 2.4", 2.1],
    ["1.5 s", 1500],
    ["250 µs", 0.25],
    ["10 kB", 10_000],
    ["1.02 (1.01 to 1.03) same", 1.02],
    ["WebSocket", "WebSocket"],
    ["", null],
    [" - ", null],
    ["–", null],
  ])("of %j is %j", (cell, key) => {
    expect(sortKey(cell)).toBe(key);
  });
});

describe("the order of cells", () => {
  it("is that of numbers, not of digits, and what is missing is last in both directions", () => {
    expect(sorted(["10", "-", "9.5", "1,000"])).toEqual(["9.5", "10", "1,000", "-"]);
    expect(sorted(["10", "-", "9.5", "1,000"], -1)).toEqual(["1,000", "10", "9.5", "-"]);
  });

  it("counts units", () => {
    expect(sorted(["2 MB", "10 kB", "500 B"])).toEqual(["500 B", "10 kB", "2 MB"]);
  });

  it("is that of words, with their numbers, and numbers before words", () => {
    expect(sorted(["adapter 10", "adapter 9", "5", "Adapter"])).toEqual([
      "5",
      "Adapter",
      "adapter 9",
      "adapter 10",
    ]);
  });
});
