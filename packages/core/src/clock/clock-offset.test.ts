import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClockExchange, intersect, type OffsetInterval } from "./clock-offset.js";
import { begins, courses, MS, pairs, SECOND, simulate, upTo } from "./fixtures/simulated-clocks.js";

function interval(exchanges: readonly ClockExchange[]): OffsetInterval {
  const found = intersect(exchanges);
  if (found === undefined) throw new Error("the intersection is empty");
  return found;
}

describe("intersect", () => {
  it.each([
    // Stamps add 2 ns to every bound. The middle is 1 ms. Both stamps are 1 ms away: 1 ms × 500 ppm = 500 ns.
    ["one exchange", [{ t1: 0, t2: 1 * MS, t3: 1 * MS, t4: 2 * MS }], 1 * MS, -1_000_502, 1_000_502],
    // The middle is 10 ms. Minimum: max(-1 ms - 4 us, 0.2 ms - 5 us). Maximum: min(1 ms + 5 us, 0.8 ms + 4 us).
    [
      "two exchanges, each with the better bound of one direction",
      [
        { t1: 0, t2: 1 * MS, t3: 1 * MS, t4: 2 * MS },
        { t1: 18 * MS, t2: 18.8 * MS, t3: 20.2 * MS, t4: 20 * MS },
      ],
      10 * MS,
      194_998,
      804_002,
    ],
    // A narrow interval far from the middle (15 s) widens by 7.5 ms and loses to a wide one near it.
    [
      "a near interval before a narrow one",
      [
        { t1: 0, t2: 0, t3: 0, t4: 0 },
        { t1: 15 * SECOND, t2: 15 * SECOND + 1 * MS, t3: 15 * SECOND - 1 * MS, t4: 15 * SECOND },
        { t1: 30 * SECOND, t2: 30 * SECOND + 9 * MS, t3: 30 * SECOND - 9 * MS, t4: 30 * SECOND },
      ],
      15 * SECOND,
      -1_000_002,
      1_000_002,
    ],
  ] as [string, ClockExchange[], number, number, number][])("%s", (_, exchanges, atNs, minNs, maxNs) => {
    expect(intersect(exchanges)).toEqual({ atNs, minNs, maxNs });
    expect(intersect(exchanges.toReversed())).toEqual({ atNs, minNs, maxNs });
  });

  it("is undefined if a clock stepped", () => {
    const stepped = [
      { t1: 0, t2: 10, t3: 10, t4: 20 },
      { t1: 100, t2: 5_110, t3: 5_110, t4: 120 },
    ];
    expect(intersect(stepped)).toBeUndefined();
  });

  it("needs an exchange", () => {
    expect(() => intersect([])).toThrow(RangeError);
  });

  it("contains the true offset, for any delays and any change of drift", () => {
    fc.assert(
      fc.property(
        begins,
        fc.oneof(...Object.values(pairs)),
        courses,
        fc.boolean(),
        (begin, pair, each, whole) => {
          const truth = pair(begin);
          const { atNs, minNs, maxNs } = interval(simulate(each, begin, truth, whole).exchanges);
          expect(truth(atNs)).toBeGreaterThanOrEqual(minNs);
          expect(truth(atNs)).toBeLessThanOrEqual(maxNs);
        },
      ),
    );
  });

  it("never widens with one more exchange at the same times", () => {
    fc.assert(
      fc.property(
        begins,
        pairs.steady,
        courses,
        fc.nat(),
        upTo(1),
        upTo(1),
        (begin, pair, each, pick, came, answered) => {
          const truth = pair(begin);
          const { exchanges } = simulate(each, begin, truth, false);
          const { t1, t4 } = exchanges[pick % exchanges.length] as ClockExchange;
          const [early, late] = [came, answered].sort((a, b) => a - b).map((share) => t1 + share * (t4 - t1));
          const one = {
            t1,
            t2: Number(early) + truth(Number(early)),
            t3: Number(late) + truth(Number(late)),
            t4,
          };
          const without = interval(exchanges);
          const within = interval([...exchanges, one]);
          expect(within.atNs).toBe(without.atNs);
          expect(within.minNs).toBeGreaterThanOrEqual(without.minNs);
          expect(within.maxNs).toBeLessThanOrEqual(without.maxNs);
        },
      ),
    );
  });
});
