import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { busyTime } from "./busy-time.js";

describe("busyTime", () => {
  it.each([
    ["nothing", [], 0],
    [
      "apart",
      [
        [0, 1],
        [5, 7],
      ],
      3,
    ],
    [
      "overlapping",
      [
        [0, 4],
        [2, 6],
      ],
      6,
    ],
    [
      "inside",
      [
        [0, 10],
        [2, 3],
      ],
      10,
    ],
    [
      "out of order",
      [
        [5, 6],
        [0, 1],
      ],
      2,
    ],
  ] as [string, [number, number][], number][])("%s", (_, intervals, expected) => {
    expect(busyTime(intervals)).toBe(expected);
  });

  it("is at most the sum, and equals it if nothing overlaps", () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 20 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(spans, (given) => {
        const intervals = given.map(([start, length]) => [start, start + length] as const);
        const sum = given.reduce((total, [, length]) => total + length, 0);
        expect(busyTime(intervals)).toBeLessThanOrEqual(sum);
        const apart = given.map(([, length], index) => [index * 1_000, index * 1_000 + length] as const);
        expect(busyTime(apart)).toBe(sum);
      }),
    );
  });
});
