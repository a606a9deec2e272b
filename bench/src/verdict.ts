import { compareRounds, type RoundComparison, roundsToShow } from "@wireduel/core";
import type { Bound } from "./targets.js";

export type Verdict = "met" | "missed" | "undecided" | "not measured";

/** What rounds say of a target. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The ratio, or the number in its unit; null if not measured. */
  readonly value: number | null;
  /** The interval that holds it with 95 % confidence; null where the rounds cannot carry one. */
  readonly low: number | null;
  readonly high: number | null;
  readonly rounds: number;
  /** Of an undecided target: about how many rounds would decide it; null: no number would, or nobody knows. */
  readonly roundsToDecide: number | null;
  /** Of an undecided target, why. */
  readonly why: string | null;
}

export const NOT_MEASURED: Judgement = {
  verdict: "not measured",
  value: null,
  low: null,
  high: null,
  rounds: 0,
  roundsToDecide: null,
  why: null,
};

/** What is judged. */
export interface Judged {
  /** Of each round. */
  readonly a: readonly number[];
  /** Of the same blocks, what `a` is held against; absent: `a` is judged in its own unit. */
  readonly b?: readonly number[];
  readonly bound: Bound;
  readonly limit: number;
  /** The same variant against itself, in the same blocks. */
  readonly same?: RoundComparison | undefined;
}

/**
 * Met if the whole interval lies on the target's good side, missed if it lies on the other; else undecided. A target
 * that is closer to 1 than the same variant comes to itself is undecided, too, whatever the interval says.
 */
export function judge({ a, b, bound, limit, same }: Judged): Judgement {
  if (a.length === 0) return NOT_MEASURED;
  const comparison = compareRounds(a, b ?? a.map(() => 1));
  const { ratio: value, low, high, rounds, spread } = comparison;
  const numbers = { value, low, high, rounds };
  const decided = { ...numbers, roundsToDecide: null, why: null };
  const undecided = (why: string, roundsToDecide: number | null): Judgement => {
    const more = roundsToDecide !== null && Number.isFinite(roundsToDecide) && roundsToDecide > rounds;
    return { ...numbers, verdict: "undecided", why, roundsToDecide: more ? roundsToDecide : null };
  };
  const forThis = spread === null ? null : roundsToShow(value / limit, spread);
  if (low === null || high === null) return undecided("too few rounds", forThis);
  if (same && blurOf(same) > Math.abs(Math.log(limit))) {
    const forSame = same.spread === null ? null : roundsToShow(limit, same.spread);
    return undecided(
      "closer to 1 than A against A",
      forThis === null || forSame === null ? null : Math.max(forThis, forSame),
    );
  }
  const [good, bad] = bound === "at-most" ? [high <= limit, low > limit] : [low >= limit, high < limit];
  if (good) return { ...decided, verdict: "met" };
  if (bad) return { ...decided, verdict: "missed" };
  return undecided("the interval holds the target", forThis);
}

/**
 * How far from 1, as a logarithm, ratios look like no difference: half the width of the interval. Where the same came out
 * different from itself, the interval's far end.
 */
function blurOf({ low, high }: RoundComparison): number {
  if (low === null || high === null) return Number.POSITIVE_INFINITY;
  const [below, above] = [Math.log(low), Math.log(high)];
  return below > 0 || above < 0 ? Math.max(-below, above) : (above - below) / 2;
}

/** The smallest difference that a comparison of the same with itself leaves visible, as a ratio above 1; null: none. */
export function smallestRatio(same: RoundComparison): number | null {
  const blur = blurOf(same);
  return Number.isFinite(blur) ? Math.exp(blur) : null;
}
