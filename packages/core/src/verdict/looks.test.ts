import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge, weightsOf } from "./family.js";
import { fewestOf, fewestToDecide, looksOf, shareAt } from "./looks.js";
import { rankDifferences } from "./signed-rank.js";

const rule = fc
  .tuple(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 0, max: 700 }))
  .map(([min, more]) => ({ min, max: min + more, until: 0.05 }));
const pairs = fc.integer({ min: 0, max: 60 });
const usual = { min: 6, max: 30, until: 0.05 };

describe("looksOf", () => {
  it("begins at min or later, ends at max, and shares the allowed error once", () => {
    fc.assert(
      fc.property(rule, pairs, (one, compared) => {
        const looks = looksOf(one, compared);
        const counts = looks.map(({ rounds }) => rounds);
        expect(counts[0]).toBeGreaterThanOrEqual(one.min);
        expect(counts.at(-1)).toBe(one.max);
        expect(new Set(counts).size).toBe(counts.length);
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
        expect(looks.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        for (const { share } of looks) expect(share).toBeLessThanOrEqual((looks.at(-1)?.share ?? 0) + 1e-12);
      }),
    );
  });

  it("looks only where something can be shown", () => {
    fc.assert(
      fc.property(rule, fc.integer({ min: 1, max: 30 }), (one, compared) => {
        for (const { rounds, share } of looksOf(one, compared).slice(0, -1)) {
          fc.pre(rounds < 60);
          const clear = rankDifferences(Array.from({ length: rounds }, (_, block) => 1 + block / 100));
          const family = Array.from({ length: compared + 1 }, () => clear);
          const weights = weightsOf(family.map((_, index) => index < compared));
          expect(judge(family, weights, 0.05 * share)[0]?.sign).toBe(1);
        }
      }),
    );
  });

  it("looks seldom, so that each look has enough of the allowed error", () => {
    const counts = (compared: number) => looksOf(usual, compared).map(({ rounds }) => rounds);
    expect(counts(1)).toEqual([10, 13, 17, 22, 30]);
    expect(counts(12)).toEqual([13, 17, 22, 30]);
    expect(looksOf({ min: 8, max: 8, until: 0.05 }, 1)).toEqual([{ rounds: 8, share: 1 }]);
    expect(looksOf({ min: 12, max: 13, until: 0.05 }, 1)).toHaveLength(2);
  });
});

describe("shareAt", () => {
  it("is the share of the look, or of the next one if the run ended between two", () => {
    expect(shareAt(usual, 1, 30)).toBe(0.5);
    expect(shareAt(usual, 1, 23)).toBe(0.5);
    expect(shareAt(usual, 1, 10)).toBe(0.125);
    expect(shareAt(usual, 1, 3)).toBe(0.125);
  });
});

describe("fewestOf", () => {
  const tolerance = { min: 6, max: 30, until: null, tolerance: 0.1 };

  it("is the first look of a rule with a tolerance, and one round otherwise", () => {
    for (const compared of [1, 3, 12]) {
      const first = looksOf(tolerance, compared)[0]?.rounds;
      expect(fewestOf(tolerance, compared)).toBe(first);
    }
    expect(fewestOf(usual, 1)).toBe(1);
  });
});

describe("fewestToDecide", () => {
  it("is the number of rounds from which a clear difference is decided", () => {
    for (const compared of [1, 3, 12]) {
      const rounds = fewestToDecide({ min: 1, max: 1_000, until: null }, compared);
      const decided = [rounds - 1, rounds].map((differences) => {
        const clear = rankDifferences(Array.from({ length: differences }, (_, block) => 1 + block / 100));
        const family = Array.from({ length: compared + 1 }, () => clear);
        const weights = weightsOf(family.map((_, index) => index < compared));
        return judge(family, weights, 0.05)[0]?.sign === 1;
      });
      expect(decided).toEqual([false, true]);
    }
  });

  it("is the first look of a rule with looks, and never more than the most rounds", () => {
    expect(fewestToDecide(usual, 1)).toBe(10);
    expect(fewestToDecide({ min: 3, max: 3, until: null }, 1)).toBe(3);
  });
});
