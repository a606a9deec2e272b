import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConstantRate, Load } from "../load/load.js";
import { pacerOf } from "../load/pacer-of.js";
import { firstOf, shareOf, shareOfLoad } from "./share.js";

const senders = fc.integer({ min: 1, max: 12 });
const places = (of: number) => Array.from({ length: of }, (_, index) => ({ index, of }));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** When the payloads of a scheduled load are due, in milliseconds. */
function dueTimes(load: Load, startAfterMs: number, most: number): number[] {
  const pacer = pacerOf(load);
  const times: number[] = [];
  for (let due = pacer.due(); typeof due === "number" && times.length < most; due = pacer.due()) {
    times.push(startAfterMs + due / 1e6);
    pacer.taken();
  }
  return times;
}

describe("shares", () => {
  it("add up, follow each other without gaps, and differ by at most 1", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), senders, (total, of) => {
        const shares = places(of).map((place) => shareOf(total, place));
        expect(sum(shares)).toBe(total);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        expect(places(of).map((place) => firstOf(total, place))).toEqual(
          shares.map((_, index) => sum(shares.slice(0, index))),
        );
      }),
    );
  });

  it.each(["count", "durationMs"] as const)(
    "of a constant rate are the whole schedule, ended by %s",
    (end) => {
      fc.assert(
        fc.property(
          senders,
          fc.integer({ min: 1, max: 5_000 }),
          fc.integer({ min: 12, max: 500 }),
          (of, rate, due) => {
            const whole: ConstantRate = {
              kind: "constant-rate",
              ratePerSecond: rate,
              count: end === "count" ? due : null,
              // Between two payloads, so that rounding decides nothing.
              durationMs: end === "count" ? null : ((due - 0.5) * 1_000) / rate,
            };
            const shares = places(of).flatMap((place) => {
              const { load, startAfterMs } = shareOfLoad(whole, place);
              return dueTimes(load, startAfterMs, 1_000);
            });
            const expected = dueTimes(whole, 0, 1_000);
            expect(shares).toHaveLength(expected.length);
            for (const [index, time] of shares.sort((a, b) => a - b).entries()) {
              expect(time).toBeCloseTo(expected[index] as number, 6);
            }
          },
        ),
      );
    },
  );

  it("of a Poisson load are independent, and have the whole rate together", () => {
    const whole = {
      kind: "poisson",
      ratePerSecond: 1_000,
      seed: 7,
      count: 40_000,
      durationMs: null,
    } as const;
    const each = places(4).map((place) => dueTimes(shareOfLoad(whole, place).load, 0, 20_000));
    expect(sum(each.map(({ length }) => length))).toBe(40_000);
    expect(new Set(each.map(([first]) => first)).size).toBe(4);
    const together = each
      .flat()
      .sort((a, b) => a - b)
      .slice(0, 30_000);
    const gaps = together.map((time, index) => time - (together[index - 1] ?? 0));
    const mean = sum(gaps) / gaps.length;
    const deviation = Math.sqrt(sum(gaps.map((gap) => (gap - mean) ** 2)) / gaps.length);
    expect(mean).toBeCloseTo(1, 1);
    // Exponential gaps have a deviation as large as their mean.
    expect(deviation / mean).toBeCloseTo(1, 1);
  });

  it("of a closed loop and of stages add up", () => {
    fc.assert(
      fc.property(
        senders,
        fc.integer({ min: 12, max: 1_000 }),
        fc.integer({ min: 12, max: 1_000 }),
        (of, a, b) => {
          const loop = {
            kind: "closed-loop",
            concurrency: a,
            thinkTimeMs: 5,
            count: b,
            durationMs: null,
          } as const;
          const loops = places(of).map((place) => shareOfLoad(loop, place).load as typeof loop);
          expect(sum(loops.map(({ concurrency }) => concurrency))).toBe(a);
          expect(sum(loops.map(({ count }) => count))).toBe(b);
          const ramp = { ratePerSecond: { from: a, to: b }, durationMs: 1_000 };
          const stages = {
            kind: "stages",
            stages: [ramp, { ratePerSecond: a, durationMs: 10 }],
            count: null,
          } as const;
          const shares = places(of).map((place) => shareOfLoad(stages, place).load as typeof stages);
          expect(sum(shares.map((share) => share.stages[0].ratePerSecond.to))).toBeCloseTo(b, 6);
          expect(sum(shares.map((share) => share.stages[1].ratePerSecond))).toBeCloseTo(a, 6);
        },
      ),
    );
  });
});
