import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { seededRandom } from "../stats/seeded-random.js";
import { Shaper } from "./shaper.js";

const settings = fc
  .record({
    delayMs: fc.integer({ min: 0, max: 100 }),
    jitterShare: fc.double({ min: 0, max: 1, noNaN: true }),
    rateMbps: fc.option(fc.integer({ min: 1, max: 10_000 })),
    seed: fc.integer(),
  })
  .map(({ delayMs, jitterShare, rateMbps, seed }) => ({
    delayMs,
    jitterMs: delayMs * jitterShare,
    rateMbps,
    seed,
  }));
/** Time since the previous chunk, in nanoseconds, and its bytes. */
const pieces = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 3 * NS_PER_MS }), fc.integer({ min: 0, max: 65_536 })),
  { minLength: 1, maxLength: 60 },
);

function run(
  setting: { delayMs: number; jitterMs: number; rateMbps: number | null; seed: number },
  gaps: readonly (readonly [number, number])[],
): { arrivedAt: number; leavesAt: number; bytes: number }[] {
  const shaper = new Shaper(setting, seededRandom(setting.seed));
  let arrivedAt = 0;
  return gaps.map(([gap, bytes]) => {
    arrivedAt += gap;
    return { arrivedAt, bytes, leavesAt: shaper.leavesAt(arrivedAt, bytes) };
  });
}

describe("Shaper", () => {
  it.each([
    [
      "no limit at all",
      { delayMs: 0, rateMbps: null },
      [
        [0, 1_000],
        [5, 1_000],
      ],
      [0, 5],
    ],
    [
      "delay alone",
      { delayMs: 2, rateMbps: null },
      [
        [0, 1],
        [5, 65_536],
      ],
      [2_000_000, 2_000_005],
    ],
    ["1,000 bytes at 8 Mbit/s take 1 ms", { delayMs: 0, rateMbps: 8 }, [[0, 1_000]], [1_000_000]],
    [
      "a chunk waits for the previous one",
      { delayMs: 0, rateMbps: 8 },
      [
        [0, 1_000],
        [10, 500],
      ],
      [1_000_000, 1_500_000],
    ],
    [
      "an idle link starts at once",
      { delayMs: 3, rateMbps: 8 },
      [
        [0, 1_000],
        [5_000_000, 1_000],
      ],
      [4_000_000, 9_000_000],
    ],
    [
      "the delay does not occupy the link",
      { delayMs: 10, rateMbps: 8 },
      [
        [0, 1_000],
        [0, 1_000],
      ],
      [11_000_000, 12_000_000],
    ],
    [
      "the end of a stream arrives after its bytes",
      { delayMs: 1, rateMbps: 8 },
      [
        [0, 2_000],
        [0, 0],
      ],
      [3_000_000, 3_000_000],
    ],
  ] as [string, { delayMs: number; rateMbps: number | null }, [number, number][], number[]][])(
    "%s",
    (_, setting, given, expected) => {
      const left = run({ jitterMs: 0, seed: 1, ...setting }, given).map(({ leavesAt }) => leavesAt);
      expect(left).toEqual(expected);
    },
  );

  it.each([
    [null, 65_536],
    [100_000, 65_536],
    [524.288, 65_536],
    [100, 12_500],
    [11.68, 1_460],
    [0.01, 1_460],
  ])("splits writes at %s Mbit/s into chunks of at most %i bytes", (rateMbps, expected) => {
    expect(new Shaper({ delayMs: 0, jitterMs: 0, rateMbps }, Math.random).sliceBytes).toBe(expected);
  });

  it("keeps the order, and releases nothing before the minimum delay", () => {
    fc.assert(
      fc.property(settings, pieces, (setting, given) => {
        let last = Number.NEGATIVE_INFINITY;
        for (const { arrivedAt, leavesAt } of run(setting, given)) {
          expect(leavesAt).toBeGreaterThanOrEqual(last);
          const leastNs = (setting.delayMs - setting.jitterMs) * NS_PER_MS;
          // A tolerance of 1e-6 ns for the rounding of sums.
          expect(leavesAt - arrivedAt).toBeGreaterThanOrEqual(leastNs - 1e-6);
          last = leavesAt;
        }
      }),
    );
  });

  it("never exceeds the rate, between any two chunks", () => {
    fc.assert(
      fc.property(settings, pieces, (setting, given) => {
        if (setting.rateMbps === null) return;
        const nsPerByte = 8_000 / setting.rateMbps;
        const passed = run({ ...setting, jitterMs: 0 }, given);
        for (const [index, first] of passed.entries()) {
          let bytes = 0;
          for (const piece of passed.slice(index + 1)) {
            bytes += piece.bytes;
            expect(piece.leavesAt - first.leavesAt).toBeGreaterThanOrEqual(bytes * nsPerByte - 1e-3);
          }
        }
      }),
    );
  });

  it("takes at least as long as all bytes need at the rate, also with jitter", () => {
    fc.assert(
      fc.property(settings, pieces, (setting, given) => {
        if (setting.rateMbps === null) return;
        const passed = run(setting, given);
        const bytes = passed.reduce((sum, piece) => sum + piece.bytes, 0);
        const tookNs = (passed.at(-1)?.leavesAt ?? 0) - (passed[0]?.arrivedAt ?? 0);
        const leastNs = (bytes * 8_000) / setting.rateMbps + (setting.delayMs - setting.jitterMs) * NS_PER_MS;
        expect(tookNs).toBeGreaterThanOrEqual(leastNs - 1e-3);
      }),
    );
  });

  it("varies by at most the jitter in both directions if nothing queues", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const gaps = Array.from({ length: 200 }, () => [10 * NS_PER_MS, 1] as const);
        const strays = run({ delayMs: 5, jitterMs: 4, rateMbps: null, seed }, gaps).map(
          ({ arrivedAt, leavesAt }) => (leavesAt - arrivedAt) / NS_PER_MS - 5,
        );
        expect(Math.min(...strays)).toBeGreaterThanOrEqual(-4);
        expect(Math.max(...strays)).toBeLessThanOrEqual(4);
        expect(Math.min(...strays)).toBeLessThan(-2);
        expect(Math.max(...strays)).toBeGreaterThan(2);
      }),
    );
  });

  it("gives the same times for the same seed", () => {
    fc.assert(
      fc.property(settings, pieces, (setting, given) => {
        expect(run(setting, given)).toEqual(run(setting, given));
      }),
    );
    const gaps = Array.from({ length: 10 }, () => [NS_PER_MS, 1] as const);
    const jittery = { delayMs: 5, jitterMs: 4, rateMbps: null };
    expect(run({ ...jittery, seed: 1 }, gaps)).not.toEqual(run({ ...jittery, seed: 2 }, gaps));
  });
});
