import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffledBlocks } from "./shuffled-blocks.js";

describe("shuffledBlocks", () => {
  it("has every adapter once in each block, and is equal for equal seeds", () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(20), fc.integer(), (adapters, rounds, seed) => {
        const blocks = shuffledBlocks(adapters, rounds, seed);
        expect(blocks).toHaveLength(rounds);
        const all = Array.from({ length: adapters }, (_, adapter) => adapter);
        for (const block of blocks) expect([...block].sort((a, b) => a - b)).toEqual(all);
        expect(shuffledBlocks(adapters, rounds, seed)).toEqual(blocks);
      }),
    );
  });

  it("starts with the same blocks, however many follow", () => {
    expect(shuffledBlocks(4, 10, 3).slice(0, 5)).toEqual(shuffledBlocks(4, 5, 3));
  });

  it.each([
    ["in the blocks of one seed", shuffledBlocks(3, 6_000, 1)],
    [
      "in the first blocks of neighbouring seeds",
      Array.from({ length: 6_000 }, (_, seed) => shuffledBlocks(3, 1, seed)[0]),
    ],
  ])("has all orders equally often %s", (_, blocks) => {
    const counts = new Map<string, number>();
    for (const block of blocks) counts.set(`${block}`, (counts.get(`${block}`) ?? 0) + 1);
    // A thousand of each of six; the tolerance is five standard errors of 29.
    expect(counts.size).toBe(6);
    expect(Math.min(...counts.values())).toBeGreaterThan(855);
    expect(Math.max(...counts.values())).toBeLessThan(1_145);
  });
});
