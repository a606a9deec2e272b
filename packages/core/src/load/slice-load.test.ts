import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Load } from "./load.js";
import { canSlice, sliceLoad, slicesFor } from "./slice-load.js";

const loop: Load = { kind: "closed-loop", concurrency: 2, thinkTimeMs: 0, count: 100, durationMs: null };
const rate: Load = { kind: "constant-rate", ratePerSecond: 100, count: null, durationMs: 2_000 };
const poisson: Load = { kind: "poisson", ratePerSecond: 100, seed: 7, count: 50, durationMs: null };
const stages: Load = { kind: "stages", stages: [{ ratePerSecond: 5, durationMs: 10 }], count: null };

describe("sliceLoad", () => {
  it("divides a count into parts that differ by at most one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 100 }), (count, slices) => {
        const parts = sliceLoad({ ...loop, count }, Math.min(slices, count)).map(
          ({ load }) => load.count ?? 0,
        );
        expect(parts).toHaveLength(Math.min(slices, count));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(count);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        expect(Math.min(...parts)).toBeGreaterThan(0);
      }),
    );
  });

  it("divides a duration into equal parts", () => {
    expect(sliceLoad(rate, 4)).toEqual(
      Array.from({ length: 4 }, () => ({ load: { ...rate, durationMs: 500 }, startAfterMs: 0 })),
    );
  });

  it("begins each slice with the think time", () => {
    const slices = sliceLoad({ ...loop, thinkTimeMs: 30 }, 5);
    expect(slices.map(({ startAfterMs }) => startAfterMs)).toEqual([30, 30, 30, 30, 30]);
  });

  it("gives each slice of a Poisson load other intervals", () => {
    const seeds = sliceLoad(poisson, 10).map(({ load }) => load.kind === "poisson" && load.seed);
    expect(new Set(seeds).size).toBe(10);
    expect(seeds[0]).toBe(7);
  });

  it("leaves a load whole for one slice, and stages always", () => {
    expect(sliceLoad(poisson, 1)).toEqual([{ load: poisson, startAfterMs: 0 }]);
    expect(sliceLoad(stages, 3)).toEqual([{ load: stages, startAfterMs: 0 }]);
    expect([loop, rate, poisson, stages].map(canSlice)).toEqual([true, true, true, false]);
  });
});

describe("slicesFor", () => {
  it.each<[string, Load, number[], number]>([
    [
      "slices for 20 payloads of the slowest adapter",
      { ...loop, concurrency: 1, count: 1_000 },
      [0.5, 2],
      13,
    ],
    ["slices of 50 ms for slow payloads", { ...loop, concurrency: 1, count: 100 }, [5], 10],
    ["slices of 5 ms for fast ones", { ...loop, count: null, durationMs: 200 }, [0.1], 40],
    ["at most 50", { ...loop, count: 1e6 }, [1], 50],
    ["slices that hold a payload of the slowest", { ...loop, count: null, durationMs: 1_000 }, [1, 400], 3],
    ["as many payloads as are in flight in each", { ...loop, concurrency: 30, count: 60 }, [500], 2],
    ["at least one slice", { ...loop, count: 2 }, [0.01], 1],
    ["four payloads in a slice that waits", { ...rate, ratePerSecond: 10 }, [1], 5],
    ["four payloads between think times", { ...loop, concurrency: 1, thinkTimeMs: 1_000, count: 12 }, [1], 3],
    ["one slice for stages", stages, [1], 1],
    ["a guess if nothing is known", { ...loop, concurrency: 1, count: 1_000 }, [], 50],
  ])("chooses %s", (_, load, payloadMs, expected) => {
    expect(slicesFor(load, payloadMs)).toBe(expected);
  });
});
