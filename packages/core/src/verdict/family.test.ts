import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge, weightsOf } from "./family.js";
import { rankDifferences, signedRank } from "./signed-rank.js";

const logs = fc
  .integer({ min: 1, max: 25 })
  .chain((rounds) =>
    fc.array(
      fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: rounds, maxLength: rounds }),
      { minLength: 1, maxLength: 8 },
    ),
  );

describe("judge", () => {
  it("is the exact signed-rank test for a single comparison", () => {
    fc.assert(
      fc.property(logs, ([differences = []]) => {
        const single = signedRank(differences, 0.95);
        const [judged] = judge([rankDifferences(differences)], [1], 0.05);
        expect(judged?.pValue).toBeCloseTo(single.pValue, 12);
        expect(judged?.low ?? null).toBe(single.interval?.[0] ?? null);
        expect(judged?.high ?? null).toBe(single.interval?.[1] ?? null);
      }),
    );
  });

  it("has intervals that fit what it claims", () => {
    fc.assert(
      fc.property(logs, fc.nat(8), (family, deciding) => {
        const weights = weightsOf(family.map((_, index) => index <= deciding));
        for (const { low, high, sign, pValue } of judge(family.map(rankDifferences), weights, 0.05)) {
          if (sign > 0) expect(low).toBeGreaterThanOrEqual(0);
          if (sign < 0) expect(high).toBeLessThanOrEqual(0);
          if (sign === 0) {
            expect(low ?? -1).toBeLessThanOrEqual(0);
            expect(high ?? 1).toBeGreaterThanOrEqual(0);
          }
          expect(pValue <= 0.05).toBe(sign !== 0);
          if (low !== null && high !== null) expect(low).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  it("shows a difference of two adapters with six rounds, and both ends of its interval", () => {
    const six = [0.5, 0.6, 0.4, 0.55, 0.45, 0.52];
    const noise = [0.1, -0.2, 0.3, -0.1, 0.2, -0.3];
    const family = [six, noise, noise].map(rankDifferences);
    const [decided] = judge(family, weightsOf([true, false, false]), 0.05);
    expect(decided).toMatchObject({ sign: 1, low: 0.4, high: 0.6 });
    const five = [six, noise].map((differences) => rankDifferences(differences.slice(0, 5)));
    expect(judge(five, weightsOf([true, false]), 0.05)[0]).toMatchObject({ sign: 0, low: null, high: null });
  });
});

// docs/rounds.md has these numbers.
describe("the fewest rounds", () => {
  /** Whether so many rounds that all agree show a difference of the deciding measure, and of another one. */
  const shown = (rounds: number, pairs: number) => {
    const clear = rankDifferences(Array.from({ length: rounds }, (_, block) => 1 + block / 100));
    const noise = rankDifferences(
      Array.from({ length: rounds }, (_, block) => (block % 2 ? 1 : -1) + block / 100),
    );
    const weights = weightsOf(Array.from({ length: 6 * pairs }, (_, index) => index < pairs));
    const only = (place: number) => weights.map((_, index) => (index === place ? clear : noise));
    return [0, pairs].map((place) => judge(only(place), weights, 0.05)[place]?.sign === 1);
  };

  it.each([
    [1, 6],
    [3, 8],
    [6, 9],
    [12, 10],
  ])("that show a difference with %d pairs are %d", (pairs, fewest) => {
    expect(shown(fewest, pairs)[0]).toBe(true);
    expect(shown(fewest - 1, pairs)[0]).toBe(false);
  });

  it("are 10 for one of five other measures", () => {
    expect(shown(10, 1)[1]).toBe(true);
    expect(shown(9, 1)[1]).toBe(false);
  });
});

describe("weightsOf", () => {
  it("gives four fifths to the measure that decides, if there are others", () => {
    expect(weightsOf([true, true, false])).toEqual([0.4, 0.4, expect.closeTo(0.2, 12)]);
    expect(weightsOf([true, true])).toEqual([0.5, 0.5]);
    expect(weightsOf([false, false])).toEqual([0.5, 0.5]);
    expect(weightsOf([])).toEqual([]);
  });
});
