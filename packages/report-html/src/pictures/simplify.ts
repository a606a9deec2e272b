import type { Point } from "./look.js";
import { round, short, shortPair } from "./pixels.js";

/**
 * A line with fewer points that is nowhere farther from the given one than `tolerance`, in pixels. The first and the last point
 * stay (Douglas and Peucker, 1973).
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const kept = new Set([0, points.length - 1]);
  const open: [from: number, until: number][] = [[0, points.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, until] = part;
    const farthest = farthestOf(points, from, until);
    if (farthest.distance <= tolerance) continue;
    kept.add(farthest.index);
    open.push([from, farthest.index], [farthest.index, until]);
  }
  return points.filter((_, index) => kept.has(index));
}

/** The point between two others that is farthest from the line between them. */
function farthestOf(
  points: readonly Point[],
  from: number,
  until: number,
): { index: number; distance: number } {
  let farthest = { index: from, distance: 0 };
  for (let index = from + 1; index < until; index++) {
    const distance = distanceOf(points[index] as Point, points[from] as Point, points[until] as Point);
    if (distance > farthest.distance) farthest = { index, distance };
  }
  return farthest;
}

/** How far a point is from a line that ends at two others. */
function distanceOf([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const squared = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const share = squared === 0 ? 0 : ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / squared;
  const nearest = Math.min(1, Math.max(0, share));
  return Math.hypot(x - x1 - nearest * (x2 - x1), y - y1 - nearest * (y2 - y1));
}

/** A path from point to point. Each step begins at the rounded end of the one before, so errors do not add up. */
export function lineThrough(points: readonly Point[]): string {
  const rounded = points.map(([x, y]): Point => [round(x), round(y)]);
  const steps = rounded.map(([x, y], index) => {
    const [fromX, fromY] = rounded[index - 1] ?? [0, 0];
    return index === 0 ? `M${x} ${y}` : stepTo(x - fromX, y - fromY);
  });
  return steps.join("");
}

/** As short as a path can say it. */
function stepTo(right: number, down: number): string {
  if (round(down) === 0) return `h${short(right)}`;
  if (round(right) === 0) return `v${short(down)}`;
  return `l${shortPair(right, down)}`;
}
