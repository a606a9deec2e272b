import type { Evidence } from "./signed-rank.js";
import { stepDown, type Tested } from "./step-down.js";

/** The share of the deciding measure in the level of all comparisons. The other measures have the rest. */
export const DECIDING_SHARE = 0.8;

/** What one comparison shows, in logarithms of ratios. Levels account for all comparisons of the family. */
export interface Judged {
  /** Null if there are too few rounds for the level of this end. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, adjusted for the family. */
  readonly pValue: number;
  /** Whether the ratio is above 1 (1), below 1 (-1), or neither is shown (0). */
  readonly sign: -1 | 0 | 1;
  /** The one-sided levels of the two ends. */
  readonly levels: readonly [low: number, high: number];
}

/** The weights of a family's comparisons: equal among those that decide, and equal among the others. */
export function weightsOf(deciding: readonly boolean[]): number[] {
  const ofDeciding = deciding.filter(Boolean).length;
  const ofOthers = deciding.length - ofDeciding;
  const share = ofDeciding === 0 ? 0 : ofOthers === 0 ? 1 : DECIDING_SHARE;
  return deciding.map((decides) => (decides ? share / ofDeciding : (1 - share) / ofOthers));
}

/**
 * Judges all comparisons of a family together. The probability that any difference is claimed where there is none,
 * or that any interval misses its true ratio, is at most `alpha`.
 *
 * Half of alpha belongs to the lower ends, half to the upper ends. Each half is shared by `stepDown`.
 */
export function judge(family: readonly Evidence[], weights: readonly number[], alpha: number): Judged[] {
  const level = alpha / 2;
  const above = stepDown(
    family.map(({ pAbove }) => pAbove),
    weights,
    level,
  );
  const below = stepDown(
    family.map(({ pBelow }) => pBelow),
    weights,
    level,
  );
  return family.map((evidence, index) => {
    const [up, down] = [above[index] as Tested, below[index] as Tested];
    const levels = [level * up.share, level * down.share] as const;
    return {
      // A rejected hypothesis says on which side of 1 the ratio is, even if its own bound says less.
      low: bounded(evidence.lowerAt(levels[0]), up.rejected, Math.max),
      high: bounded(evidence.upperAt(levels[1]), down.rejected, Math.min),
      pValue: Math.min(1, 2 * Math.min(up.pValue, down.pValue)),
      sign: up.rejected ? 1 : down.rejected ? -1 : 0,
      levels,
    };
  });
}

function bounded(bound: number | null, rejected: boolean, inner: typeof Math.max): number | null {
  if (rejected) return inner(0, bound ?? 0);
  return bound;
}
