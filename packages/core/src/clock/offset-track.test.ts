import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intersect, MAX_DRIFT_PPM, mostDrift, type OffsetInterval } from "./clock-offset.js";
import {
  begins,
  courses,
  MS,
  type Offset,
  pairs,
  SECOND,
  simulate,
  US,
  upTo,
} from "./fixtures/simulated-clocks.js";
import { OffsetSteps } from "./offset-steps.js";
import { OffsetTrack } from "./offset-track.js";

const RUNS = 2_000;
/** The sum of two doubles near 1e15 is only known to a fraction of a nanosecond. */
const DOUBLE_NS = 1;

function at(atNs: number, minNs: number, maxNs: number): OffsetInterval {
  return { atNs, minNs, maxNs };
}

function through(...intervals: OffsetInterval[]): OffsetTrack {
  const track = OffsetTrack.through(intervals);
  if (track === undefined) throw new Error("no offset fits");
  return track;
}

/** A round: sets of exchanges with time between them. */
const rounds = fc.record({
  begin: begins,
  whole: fc.boolean(),
  sets: fc.array(fc.record({ after: fc.oneof(upTo(100 * MS), upTo(3_600 * SECOND)), courses }), {
    minLength: 1,
    maxLength: 8,
  }),
  shares: fc.array(upTo(1), { maxLength: 8 }),
  backNs: fc.oneof(fc.constant(0), upTo(5 * SECOND)),
});
type Round = typeof rounds extends fc.Arbitrary<infer One> ? One : never;

/** What the sets of exchanges of a round show, and what was assumed meanwhile. */
function measured({ begin, whole, sets, shares }: Round, truth: Offset) {
  let now = begin;
  const intervals: OffsetInterval[] = [];
  const steps = new OffsetSteps();
  for (const set of sets) {
    const { exchanges, endedNs } = simulate(set.courses, now + set.after, truth, whole);
    const interval = intersect(exchanges);
    if (interval === undefined) throw new Error("the intersection is empty");
    intervals.push(interval);
    steps.add(endedNs, (interval.minNs + interval.maxNs) / 2);
    now = endedNs;
  }
  const track = through(...intervals);
  const moments = [0, 1, ...shares].map((share) => track.beganAt + share * (now - track.beganAt));
  return {
    intervals,
    track,
    steps,
    endedNs: now,
    moments: [...moments, ...intervals.map(({ atNs }) => atNs)],
  };
}

describe.each(Object.entries(pairs))("with clocks that drift apart %s", (_, pair) => {
  it("never leaves its bound", () => {
    fc.assert(
      fc.property(rounds, pair, (round, clocks) => {
        const truth = clocks(round.begin);
        const { track, endedNs, moments } = measured(round, truth);
        const errorNs = track.errorUntil(endedNs) + DOUBLE_NS;
        for (const moment of moments) {
          expect(Math.abs(track.offsetAt(moment) - truth(moment))).toBeLessThanOrEqual(errorNs);
          // The receiver's stamp of this moment, in an acknowledgement that comes later.
          const stamp = moment + truth(moment);
          const converted = track.toSender(stamp, Math.min(endedNs, moment + round.backNs));
          expect(Math.abs(converted - moment)).toBeLessThanOrEqual(errorNs);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("bounds what was assumed meanwhile", () => {
    fc.assert(
      fc.property(rounds, pair, (round, clocks) => {
        const truth = clocks(round.begin);
        const { track, steps, endedNs, moments } = measured(round, truth);
        const { middleNs, errorNs } = track.deviationFrom(steps, endedNs);
        for (const moment of moments) {
          const stamp = moment + truth(moment);
          const assumed = steps.offsetOf(stamp, Math.min(endedNs, moment + round.backNs));
          expect(Math.abs(truth(moment) - assumed - middleNs)).toBeLessThanOrEqual(errorNs + DOUBLE_NS);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("gets no wider with one more interval", () => {
    fc.assert(
      fc.property(rounds, pair, upTo(1), (round, clocks, share) => {
        const truth = clocks(round.begin);
        const { intervals, track, endedNs } = measured(round, truth);
        const moment = track.beganAt + share * (endedNs - track.beganAt);
        const more = at(moment, truth(moment) - 10, truth(moment) + 10);
        const both = through(...[...intervals, more].sort((one, other) => one.atNs - other.atNs));
        expect(both.errorUntil(endedNs)).toBeLessThanOrEqual(track.errorUntil(endedNs) + DOUBLE_NS);
      }),
    );
  });
});

describe("OffsetTrack", () => {
  // 500 ppm are 500 us in a second. The slack is 0.1 % and 2 ns.
  const wide = (ns: number) => ns * 1.001 + 2;

  it("is widest between two intervals", () => {
    const track = through(at(0, 0, 0), at(10 * SECOND, 0, 0));
    expect(track.errorUntil(10 * SECOND)).toBe(wide(2_500 * US));
    expect(track.errorUntil(2 * SECOND)).toBe(wide(1_000 * US));
    // With 200 intervals between them, a hundredth of that.
    const every = Array.from({ length: 201 }, (_, index) => at(index * 50 * MS, 0, 0));
    expect(through(...every).errorUntil(10 * SECOND)).toBeCloseTo(wide(12.5 * US), 6);
  });

  it("knows more about clocks that have drifted as far as they can", () => {
    const most = mostDrift(0, SECOND);
    const track = through(at(0, 0, 0), at(SECOND, most, most));
    expect(track.errorUntil(SECOND)).toBe(2);
    expect(track.offsetAt(SECOND / 4)).toBe(most / 4);
  });

  it("makes each interval as narrow as the others allow, in both directions", () => {
    const wideOne = at(SECOND, -10 * MS, 10 * MS);
    expect(through(at(0, -1 * US, 1 * US), wideOne).errorUntil(SECOND)).toBe(wide(501 * US));
    expect(through(at(0, -10 * MS, 10 * MS), at(SECOND, -1 * US, 1 * US)).errorUntil(0)).toBe(wide(501 * US));
  });

  it("grows beyond the last interval", () => {
    const track = through(at(SECOND, 90 * US, 110 * US));
    expect(track.errorUntil(3 * SECOND)).toBe(wide(1_010 * US));
    expect(track.offsetAt(3 * SECOND)).toBe(100 * US);
    expect(track.drift()).toBeNull();
  });

  it("knows the average drift", () => {
    // From 100 ± 10 us to 300 ± 30 us in 1 s: 200 ± 40 us a second.
    const track = through(at(0, 90 * US, 110 * US), at(SECOND, 270 * US, 330 * US));
    expect(track.drift()).toEqual({ ppm: 200, errorPpm: 40 });
    // In 1 ms, 20 us are 20,000 ppm: the drift is unknown.
    expect(through(at(0, 0, 20 * US), at(1 * MS, 10 * US, 30 * US)).drift()).toBeNull();
  });

  it.each([
    ["at the maximum drift", 510 * US, 600 * US, true],
    ["above the maximum drift", 511 * US, 600 * US, false],
    ["at the maximum negative drift", -600 * US, -510 * US, true],
    ["above the maximum negative drift", -600 * US, -511 * US, false],
  ])("fits two intervals %s: %d to %d ns", (_, minNs, maxNs, fits) => {
    const track = OffsetTrack.through([at(0, -10 * US, 10 * US), at(SECOND, minNs, maxNs)]);
    expect(track !== undefined).toBe(fits);
  });

  it("fits no step, and not one that was undone", () => {
    const [early, late] = [at(0, -100 * US, 100 * US), at(SECOND, -100 * US, 100 * US)];
    const stepped = at(0.5 * SECOND, 900 * US, 1_100 * US);
    expect(OffsetTrack.through([early, late])).toBeDefined();
    expect(OffsetTrack.through([early, stepped, late])).toBeUndefined();
    // Beyond its neighbours: only the first and the last one contradict each other.
    const between = at(0.5 * SECOND, -MS, MS);
    const far = at(SECOND, 0, 0);
    const most = mostDrift(0, SECOND);
    expect(OffsetTrack.through([at(0, most + 1, most + 1), between, far])).toBeUndefined();
    expect(OffsetTrack.through([at(0, most, most), between, far])).toBeDefined();
  });

  it("bounds what was assumed while a steady drift went on", () => {
    const steps = new OffsetSteps();
    const intervals = [0, 1, 2].map((second) => {
      const offset = second * mostDrift(0, SECOND);
      steps.add(second * SECOND, offset);
      return at(second * SECOND, offset, offset);
    });
    // In each second, the offset moved from what was assumed to 500 us more.
    const { middleNs, errorNs } = through(...intervals).deviationFrom(steps, 2 * SECOND);
    expect(middleNs).toBeCloseTo(250 * US, 3);
    expect(errorNs).toBeCloseTo(wide(250 * US), 3);
    expect(MAX_DRIFT_PPM).toBe(500);
  });
});
