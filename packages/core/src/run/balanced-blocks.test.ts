import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancedBlocks } from "./balanced-blocks.js";

const counted = (keys: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

describe("balancedBlocks", () => {
  it("has every adapter once in each block, and is equal for equal seeds", () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(20), fc.integer(), (adapters, rounds, seed) => {
        const blocks = balancedBlocks(adapters, rounds, seed);
        expect(blocks).toHaveLength(rounds);
        const all = Array.from({ length: adapters }, (_, adapter) => adapter);
        for (const block of blocks) expect([...block].sort((a, b) => a - b)).toEqual(all);
        expect(balancedBlocks(adapters, rounds, seed)).toEqual(blocks);
      }),
    );
  });

  it("has every adapter once at each place, in each group of as many blocks as adapters", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(4), fc.integer(), (adapters, group, seed) => {
        const blocks = balancedBlocks(adapters, 5 * adapters, seed).slice(
          group * adapters,
          (group + 1) * adapters,
        );
        const counts = counted(
          blocks.flatMap((block) => block.map((adapter, place) => `${adapter} at ${place}`)),
        );
        expect(counts.size).toBe(adapters ** 2);
      }),
    );
  });

  it("has every adapter after every other one equally often", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 11 }), fc.nat(2), fc.integer(), (adapters, group, seed) => {
        const size = adapters % 2 === 0 ? adapters : 2 * adapters;
        const blocks = balancedBlocks(adapters, 3 * size, seed).slice(group * size, (group + 1) * size);
        const pairs = blocks.flatMap((block) =>
          block.slice(1).map((adapter, place) => `${adapter} after ${block[place]}`),
        );
        const counts = counted(pairs);
        expect(counts.size).toBe(adapters * (adapters - 1));
        expect(new Set(counts.values()).size).toBe(1);
      }),
    );
  });

  it("starts with the same blocks, however many follow", () => {
    expect(balancedBlocks(4, 10, 3).slice(0, 5)).toEqual(balancedBlocks(4, 5, 3));
  });

  it.each([
    ["in the blocks of one seed", balancedBlocks(3, 6_000, 1)],
    [
      "in the first blocks of neighbouring seeds",
      Array.from({ length: 6_000 }, (_, seed) => balancedBlocks(3, 1, seed)[0]),
    ],
  ])("has all orders of three equally often %s", (_, blocks) => {
    const counts = counted(blocks.map(String));
    // A thousand of each of six; the tolerance is five standard errors of 29.
    expect(counts.size).toBe(6);
    expect(Math.min(...counts.values())).toBeGreaterThan(855);
    expect(Math.max(...counts.values())).toBeLessThan(1_145);
  });

  it("has two in both orders equally often, and does not always begin with the same", () => {
    const firsts = Array.from({ length: 50 }, (_, seed) => balancedBlocks(2, 2, seed));
    for (const [one, other] of firsts)
      expect(new Set([String(one), String(other)])).toEqual(new Set(["0,1", "1,0"]));
    expect(new Set(firsts.map(([one]) => String(one))).size).toBe(2);
  });
});
