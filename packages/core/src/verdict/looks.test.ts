import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksOf, shareAt } from "./looks.js";

const rule = fc
  .tuple(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 0, max: 700 }))
  .map(([min, more]) => ({ min, max: min + more, until: 0.05 }));

describe("looksOf", () => {
  it("starts at min, ends at max, and shares the allowed error once", () => {
    fc.assert(
      fc.property(rule, (one) => {
        const looks = looksOf(one);
        const counts = looks.map(({ rounds }) => rounds);
        expect(counts[0]).toBe(one.min);
        expect(counts.at(-1)).toBe(one.max);
        expect(new Set(counts).size).toBe(counts.length);
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
        expect(looks.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        for (const { share } of looks) expect(share).toBeLessThanOrEqual((looks.at(-1)?.share ?? 0) + 1e-12);
      }),
    );
  });

  it("looks seldom, so that each look can show something", () => {
    expect(looksOf({ min: 6, max: 30, until: 0.05 }).map(({ rounds }) => rounds)).toEqual([
      ...[6, 8, 10, 13, 17, 22, 30],
    ]);
    expect(looksOf({ min: 8, max: 8, until: 0.05 })).toEqual([{ rounds: 8, share: 1 }]);
    expect(looksOf({ min: 8, max: 9, until: 0.05 })).toHaveLength(2);
  });
});

describe("shareAt", () => {
  it("is the share of the look, or of the next one if the run ended between two", () => {
    const given = { min: 6, max: 30, until: 0.05 };
    expect(shareAt(given, 30)).toBe(0.5);
    expect(shareAt(given, 23)).toBe(0.5);
    expect(shareAt(given, 6)).toBeCloseTo(0.5 / 6, 12);
    expect(shareAt(given, 3)).toBe(shareAt(given, 6));
  });
});
