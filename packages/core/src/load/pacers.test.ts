import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import type { Load, Stage } from "./load.js";
import { type Pacer, WHEN_SETTLED } from "./pacer.js";
import { pacerOf } from "./pacer-of.js";

/** The due times of a pacer in milliseconds, at most `most`. */
function dueTimes(pacer: Pacer, most = 1_000): number[] {
  const times: number[] = [];
  for (let due = pacer.due(); due !== undefined && times.length < most; due = pacer.due()) {
    times.push(due / NS_PER_MS);
    pacer.taken();
  }
  return times;
}

const ends = { count: null, durationMs: null };
const constantRate = (more: Partial<Load> & { ratePerSecond: number }): Load =>
  ({ kind: "constant-rate", ...ends, ...more }) as Load;
const stages = (list: readonly Stage[], count: number | null = null): Load => ({
  kind: "stages",
  stages: list,
  count,
});

describe("constant rate", () => {
  it.each([
    [{ ratePerSecond: 5, count: 4 }, [0, 200, 400, 600]],
    [{ ratePerSecond: 1_000, count: 3 }, [0, 1, 2]],
    [{ ratePerSecond: 4, durationMs: 1_000 }, [0, 250, 500, 750]],
    [{ ratePerSecond: 4, durationMs: 1_001 }, [0, 250, 500, 750, 1_000]],
    [{ ratePerSecond: 0.5, durationMs: 1_000 }, [0]],
  ])("%j", (load, expected) => {
    expect(dueTimes(pacerOf(constantRate(load)))).toEqual(expected);
  });

  it("accumulates no error: the millionth payload is due at its exact time", () => {
    const pacer = pacerOf(constantRate({ ratePerSecond: 3, count: 1_000_001 }));
    for (let n = 0; n < 1_000_000; n++) pacer.taken();
    expect(pacer.due()).toBe((1_000_000 / 3) * 1e9);
  });
});

describe("Poisson", () => {
  const poisson = (seed: number): Load => ({
    kind: "poisson",
    ratePerSecond: 100,
    seed,
    count: 5_000,
    durationMs: null,
  });

  it("is equal for equal seeds, and differs for different seeds", () => {
    expect(dueTimes(pacerOf(poisson(7)))).toEqual(dueTimes(pacerOf(poisson(7))));
    expect(dueTimes(pacerOf(poisson(7)))).not.toEqual(dueTimes(pacerOf(poisson(8))));
  });

  it("has exponential gaps: mean and deviation are 1/rate, and a share of e^-1 is longer", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const times = dueTimes(pacerOf(poisson(seed)), 5_000);
        const gaps = times.map((time, n) => time - (times[n - 1] ?? 0));
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
        // 5,000 draws: standard errors are 1.4 % (mean), 2 % (deviation) and 0.7 points (share). Six of each are allowed.
        expect(Math.abs(mean / 10 - 1)).toBeLessThan(0.085);
        expect(Math.abs(Math.sqrt(variance) / 10 - 1)).toBeLessThan(0.12);
        expect(Math.abs(gaps.filter((gap) => gap > 10).length / gaps.length - Math.exp(-1))).toBeLessThan(
          0.042,
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("stages", () => {
  it.each<[string, Stage[], number[]]>([
    ["one step", [{ ratePerSecond: 10, durationMs: 300 }], [0, 100, 200]],
    [
      "a step up: the first payload of a stage is due where the previous rate would put it",
      [
        { ratePerSecond: 10, durationMs: 200 },
        { ratePerSecond: 20, durationMs: 200 },
      ],
      [0, 100, 200, 250, 300, 350],
    ],
    [
      "a partial payload at the end of a stage carries over to the next stage",
      [
        { ratePerSecond: 10, durationMs: 250 },
        { ratePerSecond: 5, durationMs: 500 },
      ],
      // Half a payload remains after 250 ms; at 5 per second the other half takes 100 ms.
      [0, 100, 200, 350, 550],
    ],
    [
      "a ramp up from zero: due times follow a square root",
      [{ ratePerSecond: { from: 0, to: 10 }, durationMs: 1_000 }],
      // H(t) = 5 t^2
      [0, 1, 2, 3, 4].map((n) => Math.sqrt(n / 5) * 1_000),
    ],
    [
      "a ramp down to zero",
      [{ ratePerSecond: { from: 10, to: 0 }, durationMs: 1_000 }],
      // H(t) = 10 t - 5 t^2
      [0, 1, 2, 3, 4].map((n) => (1 - Math.sqrt(1 - n / 5)) * 1_000),
    ],
  ])("%s", (_, list, expected) => {
    const times = dueTimes(pacerOf(stages(list)));
    expect(times).toHaveLength(expected.length);
    for (const [n, time] of times.entries()) expect(time).toBeCloseTo(expected[n] as number, 6);
  });

  it("ends at its count, if that is reached first", () => {
    expect(dueTimes(pacerOf(stages([{ ratePerSecond: 10, durationMs: 1_000 }], 2)))).toEqual([0, 100]);
  });

  const rate = fc.integer({ min: 0, max: 2_000 });
  const stage = fc.record({
    ratePerSecond: fc.oneof(
      fc.integer({ min: 1, max: 2_000 }),
      fc.record({ from: rate, to: rate }).filter(({ from, to }) => from + to > 0),
    ),
    durationMs: fc.integer({ min: 1, max: 2_000 }),
  });
  it("sends the number of payloads that the rates add up to, in order, each within its stage", () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 5 }), (list) => {
        const times = dueTimes(pacerOf(stages(list)), 100_000);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        let until = 0;
        let due = 0;
        for (const { ratePerSecond, durationMs } of list) {
          const mean =
            typeof ratePerSecond === "number" ? ratePerSecond : (ratePerSecond.from + ratePerSecond.to) / 2;
          until += durationMs;
          due += (mean * durationMs) / 1_000;
          // The first payload is due at zero. Rounding may add or drop one at the very end of a stage.
          const sent = times.filter((time) => time < until - 1e-6).length;
          expect(Math.abs(sent - Math.ceil(due - 1e-6))).toBeLessThanOrEqual(1);
        }
        expect(times.at(-1) ?? 0).toBeLessThanOrEqual(until);
      }),
    );
  });
});

describe("closed loop", () => {
  const closed = (more: object): Pacer =>
    pacerOf({ kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, ...ends, ...more } as Load);

  it("is due at once, then after a payload has settled and the think time has passed", () => {
    const pacer = closed({ thinkTimeMs: 100, count: 3 });
    expect(pacer.due()).toBe(0);
    pacer.taken();
    expect(pacer.due()).toBe(WHEN_SETTLED);
    pacer.settled(7 * NS_PER_MS);
    expect(pacer.due()).toBe(107 * NS_PER_MS);
    pacer.taken();
    pacer.settled(120 * NS_PER_MS);
    pacer.taken();
    expect(pacer.due()).toBeUndefined();
  });

  it("keeps `concurrency` payloads in flight, in the order in which payloads settled", () => {
    const pacer = closed({ concurrency: 3, count: 5 });
    expect(dueTimes(pacer, 3)).toEqual([0, 0, 0]);
    expect(pacer.due()).toBe(WHEN_SETTLED);
    pacer.settled(5);
    pacer.settled(9);
    expect(pacer.due()).toBe(5);
    pacer.taken();
    expect(pacer.due()).toBe(9);
    pacer.taken();
    expect(pacer.due()).toBeUndefined();
  });

  it("ends by duration: later payloads are not due", () => {
    const pacer = closed({ thinkTimeMs: 10, durationMs: 20 });
    pacer.taken();
    pacer.settled(9.9 * NS_PER_MS);
    expect(pacer.due()).toBe(19.9 * NS_PER_MS);
    pacer.taken();
    pacer.settled(19.95 * NS_PER_MS);
    expect(pacer.due()).toBeUndefined();
  });

  it("never exceeds its concurrency or its count", () => {
    const scenario = fc.record({
      concurrency: fc.integer({ min: 1, max: 8 }),
      count: fc.integer({ min: 1, max: 50 }),
      thinkTimeMs: fc.integer({ min: 0, max: 5 }),
      serviceNs: fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 50, maxLength: 50 }),
    });
    fc.assert(
      fc.property(scenario, ({ concurrency, count, thinkTimeMs, serviceNs }) => {
        const pacer = closed({ concurrency, count, thinkTimeMs });
        const underWay: number[] = [];
        let now = 0;
        let sent = 0;
        for (;;) {
          const due = pacer.due();
          if (due === undefined) break;
          const ends = Math.min(...underWay);
          if (due <= ends && due !== WHEN_SETTLED) {
            now = Math.max(now, due);
            pacer.taken();
            underWay.push(now + (serviceNs[sent++] as number));
            expect(underWay.length).toBeLessThanOrEqual(concurrency);
          } else {
            now = ends;
            underWay.splice(underWay.indexOf(ends), 1);
            pacer.settled(ends);
          }
        }
        expect(sent).toBe(count);
      }),
    );
  });
});
