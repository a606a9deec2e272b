import { median } from "../results/numbers.js";

/** A cost at one step of an axis: one value for each round. */
export interface Step {
  readonly value: number;
  readonly costs: readonly number[];
}

/** Where a curve bends up. */
export interface Bend {
  /** The step with the highest cost. */
  readonly at: number;
  /** Its cost over the lowest one of an earlier step, medians. */
  readonly times: number;
}

/** A rise that is smaller is no bend. */
const LEAST = 1.2;

/**
 * Where a cost rises that should stay or fall: its median is more than 1.2 times that of an earlier step, and no round of the one is
 * among the rounds of the other. Null: nowhere.
 */
export function bendOf(steps: readonly Step[]): Bend | null {
  let bend: Bend | null = null;
  for (const [index, step] of steps.entries()) {
    for (const earlier of steps.slice(0, index)) {
      const times = median(step.costs) / median(earlier.costs);
      const isApart = Math.min(...step.costs) > Math.max(...earlier.costs);
      if (isApart && times > LEAST && times > (bend?.times ?? 0)) bend = { at: step.value, times };
    }
  }
  return bend;
}

/** What each further unit costs between neighbouring steps: the cost that should not rise if a sum grows in proportion. */
export function marginal(points: readonly (readonly [value: number, sum: number])[]): Step[] {
  return points.slice(1).map(([value, sum], index) => {
    const [before, sumBefore] = points[index] as readonly [number, number];
    return { value, costs: [(sum - sumBefore) / (value - before)] };
  });
}
