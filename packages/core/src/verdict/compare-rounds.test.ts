import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/seeded-random.js";
import { compareRounds, roundsToShow } from "./compare-rounds.js";

const time = fc.double({ min: 0.01, max: 10_000, noNaN: true });
const blocks = fc.array(fc.tuple(time, time), { minLength: 1, maxLength: 30 });

const sides = (pairs: readonly (readonly [number, number])[]) =>
  [pairs.map(([a]) => a), pairs.map(([, b]) => b)] as const;

const CLOSE = 1e-9;
const near = (value: number | null, expected: number) =>
  expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(CLOSE);

/** Rounds with log-normal medians: about 10 % for each side, and 20 % for the block that both sides share. */
function draw(rounds: number, ratio: number, random: () => number): [number, number][] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: rounds }, () => {
    const block = 5 * Math.exp(0.2 * normal());
    return [ratio * block * Math.exp(0.1 * normal()), block * Math.exp(0.1 * normal())];
  });
}

/** How often the verdict named a faster side, and how often the interval contained the true ratio. */
function simulate(comparisons: number, rounds: number, ratio: number) {
  const random = seededRandom(rounds);
  const rates = { verdicts: 0, held: 0 };
  for (let n = 0; n < comparisons; n++) {
    const { verdict, low, high } = compareRounds(...sides(draw(rounds, ratio, random)));
    if (verdict === "a-faster" || verdict === "b-faster") rates.verdicts += 1 / comparisons;
    if (low !== null && high !== null && low <= ratio && ratio <= high) rates.held += 1 / comparisons;
  }
  return rates;
}

describe("compareRounds", () => {
  it("finds the side that took half as long", () => {
    const b = [10, 11, 10.5, 9.5, 12, 10.2];
    const result = compareRounds(
      b.map((ms) => ms / 2),
      b,
    );
    expect(result).toMatchObject({ rounds: 6, confidence: 0.95, pValue: 0.03125, verdict: "a-faster" });
    near(result.ratio, 0.5);
    near(result.low, 0.5);
    near(result.high, 0.5);
    expect(result.spread).toBeCloseTo(0, 12);
  });

  it("gives the numbers calculated by hand", () => {
    // Ratios of 2, 4, 8, 16, 32 and 64, so the logarithms to base 2 are 1 to 6, with centre 3.5.
    const result = compareRounds([2, 4, 8, 16, 32, 64], [1, 1, 1, 1, 1, 1]);
    near(result.ratio, 2 ** 3.5);
    near(result.low, 2);
    near(result.high, 64);
    near(result.spread, Math.LN2 * Math.sqrt(3.5));
    expect(result.verdict).toBe("b-faster");
  });

  it("shows no difference if times are equal, or if rounds disagree", () => {
    const same = [3, 4, 5, 6, 7, 8, 9];
    expect(compareRounds(same, same)).toMatchObject({
      ratio: 1,
      low: 1,
      high: 1,
      pValue: 1,
      verdict: "no-difference-shown",
    });
    expect(compareRounds([1, 1, 1, 2, 2, 2], [2, 2, 2, 1, 1, 1]).verdict).toBe("no-difference-shown");
  });

  it("reports too few rounds, and still gives a ratio", () => {
    const five = [2, 2.1, 2.2, 2.3, 2.4];
    const ones = five.map(() => 1);
    expect(compareRounds(five, ones)).toMatchObject({
      low: null,
      high: null,
      pValue: 0.0625,
      verdict: "too-few-rounds",
    });
    near(compareRounds(five, ones).ratio, 2.2 * Math.sqrt((2.1 * 2.3) / 2.2 ** 2));
    expect(compareRounds(five, ones, { confidence: 0.9 }).verdict).toBe("b-faster");
    expect(compareRounds([2], [1])).toMatchObject({ ratio: 2, spread: null, verdict: "too-few-rounds" });
  });

  it.each([
    [[], [], {}],
    [[1], [1, 2], {}],
    [[0], [1], {}],
    [[1], [Number.NaN], {}],
    [[1], [Number.POSITIVE_INFINITY], {}],
    [[1], [1], { confidence: 1 }],
    [[1], [1], { confidence: Number.NaN }],
  ])("refuses %j and %j with %j", (a, b, options) => {
    expect(() => compareRounds(a, b, options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it("has a ratio within its interval, and inverts both when the sides are swapped", () => {
    fc.assert(
      fc.property(blocks, (pairs) => {
        const [a, b] = sides(pairs);
        const there = compareRounds(a, b);
        const back = compareRounds(b, a);
        near(back.ratio, 1 / there.ratio);
        expect(back.pValue).toBe(there.pValue);
        expect(back.low === null).toBe(there.high === null);
        if (there.low === null || there.high === null) return;
        near(back.low, 1 / there.high);
        near(back.high, 1 / there.low);
        expect(there.low).toBeLessThanOrEqual(there.ratio);
        expect(there.high).toBeGreaterThanOrEqual(there.ratio);
      }),
    );
  });

  it("does not depend on the unit of the times", () => {
    fc.assert(
      fc.property(blocks, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (pairs, factor) => {
        const [a, b] = sides(pairs);
        const plain = compareRounds(a, b);
        const scaled = a.map((ms) => ms * factor);
        const { ratio, low } = compareRounds(scaled, b);
        near(ratio, plain.ratio * factor);
        if (plain.low !== null) near(low, plain.low * factor);
        near(
          compareRounds(
            scaled,
            b.map((ms) => ms * factor),
          ).ratio,
          plain.ratio,
        );
      }),
    );
  });

  it("does not depend on the order of blocks", () => {
    const shuffledToo = blocks.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
    );
    fc.assert(
      fc.property(shuffledToo, ([pairs, shuffled]) => {
        const { spread, ...rest } = compareRounds(...sides(pairs));
        const { spread: again, ...same } = compareRounds(...sides(shuffled));
        expect(same).toEqual(rest);
        // The order of addition changes sums by a rounding error.
        expect(again ?? 0).toBeCloseTo(spread ?? 0, 9);
      }),
    );
  });

  it("barely changes with one outlier in twelve rounds", () => {
    const b = Array.from({ length: 12 }, (_, block) => 10 + 0.1 * block);
    const calm = compareRounds(b.toReversed(), b);
    const wild = compareRounds([1_000, ...b.toReversed().slice(1)], b);
    for (const end of ["ratio", "low", "high"] as const) {
      expect(Math.abs((wild[end] ?? 0) / (calm[end] ?? 0) - 1)).toBeLessThan(0.05);
    }
  });

  // Seeded. With 3,000 comparisons, the standard error of a 5 % rate is 0.4 %. The limit is three standard errors above.
  it.each([6, 8, 10, 15])("keeps its error rate and coverage with %d rounds", (rounds) => {
    expect(simulate(3_000, rounds, 1).verdicts).toBeLessThan(0.062);
    expect(simulate(3_000, rounds, 1.5).held).toBeGreaterThan(0.938);
  });

  it("can compare many rounds", () => {
    const { low, pValue } = compareRounds(...sides(draw(200, 1.2, seededRandom(1))));
    expect(pValue).toBeLessThan(1e-6);
    expect(low).toBeGreaterThan(1.1);
  });
});

describe("roundsToShow", () => {
  it("is the same for a ratio and its inverse, and never below the minimum for a verdict", () => {
    expect(roundsToShow(1.1, 0.2)).toBe(39);
    expect(roundsToShow(1 / 1.1, 0.2)).toBe(39);
    expect(roundsToShow(5, 0.1)).toBe(6);
    expect(roundsToShow(1, 0.1)).toBe(Number.POSITIVE_INFINITY);
    expect(roundsToShow(1, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  // Each side has a standard deviation of 0.1, so the ratio has 0.1 times the square root of 2.
  it.each([1.1, 1.15, 1.2])("is about enough rounds to show a ratio of %d", (ratio) => {
    const { verdicts } = simulate(1_000, roundsToShow(ratio, 0.1 * Math.SQRT2), ratio);
    expect(verdicts).toBeGreaterThan(0.75);
    expect(verdicts).toBeLessThan(0.9);
  });
});
