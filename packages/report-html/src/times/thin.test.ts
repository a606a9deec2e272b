import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fairShares, thin } from "./thin.js";

const payloads = fc.array(
  fc.record({ afterMs: fc.nat(10_000), ms: fc.oneof(fc.nat(1_000), fc.constant(Infinity)) }),
  { maxLength: 400 },
);

describe("thin", () => {
  it("keeps the fastest and the slowest, invents none, and never has more than it may", () => {
    fc.assert(
      fc.property(payloads, fc.integer({ min: 3, max: 90 }), (all, most) => {
        const kept = thin(all, most);
        const times = (list: typeof all) => list.map(({ ms }) => ms);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.filter((one) => !all.includes(one))).toEqual([]);
        expect(Math.min(...times(kept))).toBe(Math.min(...times(all)));
        expect(Math.max(...times(kept))).toBe(Math.max(...times(all)));
        const starts = kept.map(({ afterMs }) => afterMs);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
    );
  });

  it("keeps all if there is room", () => {
    const all = [3, 1, 2].map((ms) => ({ afterMs: ms, ms }));
    expect(thin(all, 3)).toHaveLength(3);
  });

  it("shows every stretch of time in which something was sent", () => {
    const all = Array.from({ length: 1_000 }, (_, index) => ({ afterMs: index, ms: index % 7 }));
    const starts = thin(all, 30).map(({ afterMs }) => Math.floor(afterMs / 100));
    expect(new Set(starts)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });
});

describe("fairShares", () => {
  it("gives all that there is, and nobody more than it wants", () => {
    expect(fairShares([400, 20, 500], 320)).toEqual([150, 20, 150]);
    expect(fairShares([1, 2], 10)).toEqual([1, 2]);
    expect(fairShares([], 10)).toEqual([]);
  });
});
