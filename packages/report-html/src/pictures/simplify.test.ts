import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "./look.js";
import { lineThrough, simplify } from "./simplify.js";

const points = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 260 })), {
    minLength: 2,
    maxLength: 30,
  })
  .map((list): Point[] => list.toSorted(([a], [b]) => a - b));

/** How far a point is from the nearest of many points on the line between two others. */
function distance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const parts = Array.from({ length: 1_001 }, (_, index) => index / 1_000);
  return Math.min(...parts.map((part) => Math.hypot(x - x1 - part * (x2 - x1), y - y1 - part * (y2 - y1))));
}

describe("simplify", () => {
  it("leaves no point farther from the line than the tolerance", () => {
    fc.assert(
      fc.property(points, (all) => {
        const kept = simplify(all, 2);
        expect(kept[0]).toBe(all[0]);
        expect(kept.at(-1)).toBe(all.at(-1));
        for (const point of all) {
          const nearest = Math.min(
            ...kept.slice(1).map((to, index) => distance(point, kept[index] as Point, to)),
          );
          expect(nearest).toBeLessThanOrEqual(2.5);
        }
      }),
    );
  });

  it("leaves only the ends of a straight line", () => {
    const straight = Array.from({ length: 100 }, (_, index): Point => [index, 2 * index]);
    expect(simplify(straight, 0.1)).toEqual([straight[0], straight.at(-1)]);
  });
});

describe("lineThrough", () => {
  it("does not add up what it rounds", () => {
    const steps = Array.from({ length: 50 }, (_, index): Point => [index * 1.04, index * 0.96]);
    const numbers = [...lineThrough(steps).matchAll(/l([\d.]+) ([\d.]+)/g)];
    const sum = (place: number) => numbers.reduce((total, match) => total + Number(match[place]), 0);
    expect(Math.abs(sum(1) - 49 * 1.04)).toBeLessThan(0.1);
    expect(Math.abs(sum(2) - 49 * 0.96)).toBeLessThan(0.1);
  });
});
