import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceOrders } from "./slice-orders.js";

describe("sliceOrders", () => {
  it("has every adapter once in each slice, and none twice in a row", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        (adapters, slices, seed) => {
          const orders = sliceOrders(adapters, slices, seed);
          const all = Array.from({ length: adapters }, (_, adapter) => adapter);
          expect(orders).toHaveLength(slices);
          for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(all);
          const sent = orders.flat();
          expect(sent.some((adapter, place) => adapter === sent[place + 1])).toBe(false);
          expect(sliceOrders(adapters, slices, seed)).toEqual(orders);
        },
      ),
    );
  });

  it("has each of three adapters nearly as often at each place", () => {
    const orders = sliceOrders(3, 6_000, 1);
    for (const place of [0, 1, 2])
      for (const adapter of [0, 1, 2]) {
        const count = orders.filter((order) => order[place] === adapter).length;
        // Two thousand on average; the tolerance is five standard errors of 37.
        expect(Math.abs(count - 2_000)).toBeLessThan(185);
      }
  });

  it("begins with each of two adapters equally often, over many seeds", () => {
    const firsts = Array.from({ length: 1_000 }, (_, seed) => sliceOrders(2, 4, seed).flat()[0]);
    const count = firsts.filter((first) => first === 0).length;
    // The tolerance is five standard errors of 16.
    expect(Math.abs(count - 500)).toBeLessThan(80);
  });
});
