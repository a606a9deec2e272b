import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { Intervals, MAX_INTERVALS } from "./intervals.js";

const S = 1_000 * NS_PER_MS;

function counted(): Intervals<{ count: number }> {
  return new Intervals(
    () => ({ count: 0 }),
    (one, other) => ({ count: one.count + other.count }),
  );
}

describe("Intervals", () => {
  it("are one second long, from 0 on, without gaps", () => {
    const intervals = counted();
    intervals.at(2.5 * S).count++;
    intervals.at(-5).count++;
    expect(intervals.list.map(({ count }) => count)).toEqual([1, 0, 1]);
    expect([intervals.lengthMs, intervals.endOf(2.5 * S), intervals.endOf(3 * S)]).toEqual([
      1_000,
      3 * S,
      4 * S,
    ]);
  });

  it("between two times include both ends", () => {
    const intervals = counted();
    for (const interval of intervals.between(0.5 * S, 2 * S)) interval.count++;
    for (const interval of intervals.between(2 * S, 2.1 * S)) interval.count++;
    expect(intervals.list.map(({ count }) => count)).toEqual([1, 1, 2]);
  });

  it("double their length, and lose nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1 }), (seconds) => {
        const intervals = counted();
        for (const second of seconds) intervals.at(second * S).count++;
        const { list, lengthMs } = intervals;
        expect(list.length).toBeLessThanOrEqual(MAX_INTERVALS);
        const expected = list.map(
          (_, index) => seconds.filter((second) => Math.floor((second * 1_000) / lengthMs) === index).length,
        );
        expect(list.map(({ count }) => count)).toEqual(expected);
      }),
    );
  });
});
