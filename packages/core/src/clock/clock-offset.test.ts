import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClockExchange,
  estimateOffset,
  extrapolateOffset,
  intersect,
  isDrift,
  MAX_DRIFT_PPM,
  type OffsetEstimate,
  type OffsetInterval,
} from "./clock-offset.js";

const [US, MS, SECOND] = [1e3, 1e6, 1e9];
const HOUR = 3_600 * SECOND;

/** The receiver's clock minus the sender's, at a time of the sender's clock. */
type Offset = (senderNs: number) => number;

/** One exchange, in nanoseconds: the time since the previous one, and the duration of each part. */
interface Course {
  readonly gap: number;
  readonly there: number;
  readonly work: number;
  readonly back: number;
}

function simulate(
  courses: readonly Course[],
  from: number,
  offset: Offset,
  whole: boolean,
): { exchanges: ClockExchange[]; endedNs: number } {
  const stamp = whole ? Math.floor : (ns: number) => ns;
  let now = from;
  const exchanges = courses.map(({ gap, there, work, back }) => {
    const asked = now + gap;
    const came = asked + there;
    const answered = came + work;
    now = answered + back;
    return {
      t1: stamp(asked),
      t2: stamp(came + offset(came)),
      t3: stamp(answered + offset(answered)),
      t4: stamp(now),
    };
  });
  return { exchanges, endedNs: now };
}

const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true });
/** Often zero, so that the bounds are tight and a mistake shows. */
const delay = fc.oneof(fc.constant(0), upTo(100 * US), upTo(5 * SECOND));
const drift = fc.oneof(
  fc.constantFrom(-MAX_DRIFT_PPM, 0, MAX_DRIFT_PPM),
  fc.double({ min: -MAX_DRIFT_PPM, max: MAX_DRIFT_PPM, noNaN: true }),
);
/** Each direction has its own delay, and queues that come and go. */
const courses = fc
  .record({
    there: delay,
    back: delay,
    each: fc.array(fc.record({ gap: delay, there: delay, work: delay, back: delay }), {
      minLength: 1,
      maxLength: 20,
    }),
  })
  .map(({ there, back, each }) =>
    each.map((course) => ({ ...course, there: there + course.there, back: back + course.back })),
  );
const begins = fc.double({ min: 0, max: 0.5e15, noNaN: true });
const offsets = fc.oneof(
  fc.integer({ min: -100 * HOUR, max: 100 * HOUR }),
  fc.double({ min: -100 * HOUR, max: 100 * HOUR, noNaN: true }),
);
const simulated = fc.record({
  begin: begins,
  offset: offsets,
  driftPpm: drift,
  /** The drift after the middle of the round, if it changes. */
  laterPpm: drift,
  whole: fc.boolean(),
  courses,
  round: fc.oneof(upTo(SECOND), upTo(5 * HOUR)),
  later: courses,
  shares: fc.array(upTo(1), { maxLength: 5 }),
});

function steady(begin: number, offset: number, driftPpm: number): Offset {
  return (senderNs) => offset + (driftPpm * (senderNs - begin)) / 1e6;
}

function turning(begin: number, offset: number, driftPpm: number, turn: number, laterPpm: number): Offset {
  const early = steady(begin, offset, driftPpm);
  return (senderNs) => (senderNs < turn ? early(senderNs) : steady(turn, early(turn), laterPpm)(senderNs));
}

function interval(exchanges: readonly ClockExchange[]): OffsetInterval {
  const found = intersect(exchanges);
  if (found === undefined) throw new Error("the intersection is empty");
  return found;
}

function expectWithin(estimate: OffsetEstimate, moments: readonly number[], offset: Offset): void {
  for (const moment of moments) {
    const truth = offset(moment);
    expect(Math.abs(estimate.offsetAt(moment) - truth)).toBeLessThanOrEqual(estimate.errorNs);
    expect(Math.abs(estimate.offsetNs - truth)).toBeLessThanOrEqual(estimate.errorNs + estimate.spreadNs);
  }
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
      fc.property(simulated, ({ begin, offset, driftPpm, laterPpm, whole, courses }) => {
        const { endedNs } = simulate(courses, begin, () => 0, whole);
        const truth = turning(begin, offset, driftPpm, (begin + endedNs) / 2, laterPpm);
        const { atNs, minNs, maxNs } = interval(simulate(courses, begin, truth, whole).exchanges);
        expect(truth(atNs)).toBeGreaterThanOrEqual(minNs);
        expect(truth(atNs)).toBeLessThanOrEqual(maxNs);
      }),
    );
  });

  it("never widens with one more exchange at the same times", () => {
    fc.assert(
      fc.property(simulated, fc.nat(), upTo(1), upTo(1), (given, pick, came, answered) => {
        const truth = steady(given.begin, given.offset, given.driftPpm);
        const { exchanges } = simulate(given.courses, given.begin, truth, false);
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
      }),
    );
  });
});

describe("estimateOffset", () => {
  it.each([
    // From 100 ± 10 us to 300 ± 30 us in 1 s: 200 ± 40 us a second.
    [
      "a drift",
      { atNs: 0, minNs: 90 * US, maxNs: 110 * US },
      { atNs: SECOND, minNs: 270 * US, maxNs: 330 * US },
      { offsetNs: 200 * US, errorNs: 30 * US, spreadNs: 100 * US, driftPpm: 200, driftErrorPpm: 40 },
    ],
    [
      "a negative drift, with a wider first interval",
      { atNs: 5 * SECOND, minNs: -50 * US, maxNs: 50 * US },
      { atNs: 7 * SECOND, minNs: -102 * US, maxNs: -98 * US },
      { offsetNs: -50 * US, errorNs: 50 * US, spreadNs: 50 * US, driftPpm: -50, driftErrorPpm: 26 },
    ],
    // In 1 ms, 20 us are 20,000 ppm: the drift is unknown.
    [
      "a round too short to know the drift",
      { atNs: 0, minNs: 0, maxNs: 20 * US },
      { atNs: 1 * MS, minNs: 10 * US, maxNs: 30 * US },
      { offsetNs: 15 * US, errorNs: 10 * US, spreadNs: 5 * US, driftPpm: null, driftErrorPpm: null },
    ],
    [
      "two intervals at the same time",
      { atNs: 7, minNs: 0, maxNs: 20 },
      { atNs: 7, minNs: 10, maxNs: 30 },
      { offsetNs: 15, errorNs: 10, spreadNs: 5, driftPpm: null, driftErrorPpm: null },
    ],
    [
      "two exact intervals at the same time",
      { atNs: 7, minNs: 3, maxNs: 3 },
      { atNs: 7, minNs: 3, maxNs: 3 },
      { offsetNs: 3, errorNs: 0, spreadNs: 0, driftPpm: null, driftErrorPpm: null },
    ],
  ] as [string, OffsetInterval, OffsetInterval, Partial<OffsetEstimate>][])(
    "%s",
    (_, before, after, expected) => {
      const estimate = estimateOffset(before, after);
      expect(estimate).toMatchObject(expected);
      expect(estimate.offsetAt((before.atNs + after.atNs) / 2)).toBe(expected.offsetNs);
    },
  );

  it("interpolates", () => {
    const before = { atNs: 1_000, minNs: 90, maxNs: 110 };
    const { offsetAt } = estimateOffset(before, { atNs: 2_000, minNs: 270, maxNs: 330 });
    expect([1_000, 1_250, 1_500, 2_000].map(offsetAt)).toEqual([100, 150, 200, 300]);
  });

  it("bounds the true offset and the drift, for any delays", () => {
    fc.assert(
      fc.property(simulated, ({ begin, offset, driftPpm, whole, courses, round, later, shares }) => {
        const truth = steady(begin, offset, driftPpm);
        const first = simulate(courses, begin, truth, whole);
        const before = interval(first.exchanges);
        const after = interval(simulate(later, first.endedNs + round, truth, whole).exchanges);
        expect(isDrift(before, after)).toBe(true);

        const estimate = estimateOffset(before, after);
        const elapsed = after.atNs - before.atNs;
        expectWithin(
          estimate,
          [0, 0.5, 1, ...shares].map((share) => before.atNs + share * elapsed),
          truth,
        );
        if (estimate.driftPpm === null || estimate.driftErrorPpm === null) return;
        expect(Math.abs(estimate.driftPpm - driftPpm)).toBeLessThanOrEqual(estimate.driftErrorPpm);
      }),
      { numRuns: 500 },
    );
  });
});

describe("isDrift", () => {
  const before = { atNs: 0, minNs: -10 * US, maxNs: 10 * US };
  // In 1 s the offset may change by 500 us, between any points of the two intervals.
  it.each([
    ["is true at the maximum drift", 510 * US, 600 * US, true],
    ["is false above the maximum drift", 511 * US, 600 * US, false],
    ["is true at the maximum negative drift", -600 * US, -510 * US, true],
    ["is false above the maximum negative drift", -600 * US, -511 * US, false],
  ])("%s", (_, minNs, maxNs, expected) => {
    expect(isDrift(before, { atNs: SECOND, minNs, maxNs })).toBe(expected);
  });
});

describe("extrapolateOffset", () => {
  it("widens by the maximum drift", () => {
    const estimate = extrapolateOffset({ atNs: SECOND, minNs: 90 * US, maxNs: 110 * US }, 3 * SECOND);
    expect(estimate).toMatchObject({ offsetNs: 100 * US, errorNs: 1_010 * US, spreadNs: 0, driftPpm: null });
    expect(estimate.offsetAt(2 * SECOND)).toBe(100 * US);
  });

  it("bounds the true offset, for any delays and any change of drift", () => {
    fc.assert(
      fc.property(simulated, ({ begin, offset, driftPpm, laterPpm, whole, courses, round, shares }) => {
        const { endedNs } = simulate(courses, begin, () => 0, whole);
        const truth = turning(begin, offset, driftPpm, endedNs + round / 2, laterPpm);
        const before = interval(simulate(courses, begin, truth, whole).exchanges);
        const elapsed = endedNs + round - before.atNs;
        expectWithin(
          extrapolateOffset(before, before.atNs + elapsed),
          [0, 0.5, 1, ...shares].map((share) => before.atNs + share * elapsed),
          truth,
        );
      }),
    );
  });
});
