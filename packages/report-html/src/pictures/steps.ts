import { round, short } from "./pixels.js";

/** A value that holds for some time. */
export interface Step {
  readonly from: number;
  readonly until: number;
  /** Null if it is not known. */
  readonly value: number | null;
}

/**
 * Fewer steps: so many neighbours at a time become the lowest and the highest of them, in their order. So no extreme is lost.
 * @param together 1: all steps stay
 */
export function thinned(steps: readonly Step[], together: number): readonly Step[] {
  if (together <= 1) return steps;
  return Array.from({ length: Math.ceil(steps.length / together) }, (_, index) =>
    extremesOf(steps.slice(index * together, (index + 1) * together)),
  ).flat();
}

function extremesOf(steps: readonly Step[]): Step[] {
  const [first, last] = [steps[0] as Step, steps.at(-1) as Step];
  const known = steps.filter(({ value }) => value !== null) as (Step & { readonly value: number })[];
  const [from, until] = [first.from, last.until];
  if (known.length === 0) return [{ from, until, value: null }];
  const lowest = known.reduce((one, other) => (other.value < one.value ? other : one));
  const highest = known.reduce((one, other) => (other.value > one.value ? other : one));
  if (lowest.value === highest.value) return [{ from, until, value: lowest.value }];
  const [one, other] = lowest.from < highest.from ? [lowest, highest] : [highest, lowest];
  const middle = (from + until) / 2;
  return [
    { from, until: middle, value: one.value },
    { from: middle, until, value: other.value },
  ];
}

/**
 * The path of steps. What is not known is a gap. It has relative lines only, because these are short, and begins
 * each step at a whole pixel.
 * @param x pixels of a time
 * @param y pixels of a value
 */
export function pathOf(
  steps: readonly Step[],
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  let [atX, atY, across, isOpen] = [0, 0, 0, false];
  const flush = () => {
    if (across !== 0) path += `h${short(across)}`;
    across = 0;
  };
  for (const { from, until, value } of steps) {
    if (value === null) {
      flush();
      isOpen = false;
      continue;
    }
    const [left, right, height] = [Math.round(x(from)), Math.round(x(until)), round(y(value))];
    if (!isOpen || left !== atX) {
      flush();
      path += `M${left} ${height}`;
    } else if (height !== atY) {
      flush();
      path += `v${short(height - atY)}`;
    }
    across += right - left;
    [atX, atY, isOpen] = [right, height, true];
  }
  flush();
  return path;
}
