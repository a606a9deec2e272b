import { compareRounds, type RoundComparison, roundsToShow } from "@wireduel/core";
import type { Bound } from "./targets.js";

export type Verdict = "met" | "missed" | "undecided" | "not measured";

/** The verdict of a target, with its numbers. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The ratio, or the number in its unit. Null if not measured. */
  readonly value: number | null;
  /** Its 95 % confidence interval. Null: too few rounds. */
  readonly low: number | null;
  readonly high: number | null;
  readonly rounds: number;
  /** About how many rounds would decide an undecided target. Null: none would, or unknown. */
  readonly roundsToDecide: number | null;
  /** Why a target is undecided. */
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

/** The values to judge. */
export interface Judged {
  /** One value for each round. */
  readonly a: readonly number[];
  /** The values to compare `a` with, from the same blocks. Absent: `a` is judged in its own unit. */
  readonly b?: readonly number[];
  readonly bound: Bound;
  readonly limit: number;
  /** The same variant compared with itself, in the same blocks. */
  readonly same?: RoundComparison | undefined;
}

/**
 * Met if the whole interval is on the good side of the target, missed if it is on the other side, else undecided. If the noise
 * (A against A) is larger than the distance of the target from 1, the interval must also be farther from the target than that
 * noise.
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
  const blur = same === undefined ? 0 : blurOf(same);
  const noisy = blur > Math.abs(Math.log(limit));
  const room = noisy ? Math.exp(blur) : 1;
  const [good, bad] =
    bound === "at-most"
      ? [high * room <= limit, low > limit * room]
      : [low >= limit * room, high * room < limit];
  if (good) return { ...decided, verdict: "met" };
  if (bad) return { ...decided, verdict: "missed" };
  if (noisy) {
    const forSame = same?.spread == null ? null : roundsToShow(limit, same.spread);
    return undecided(
      "closer to the target than A against A",
      forThis === null || forSame === null ? null : Math.max(forThis, forSame),
    );
  }
  return undecided("the interval holds the target", forThis);
}

/**
 * The largest log ratio that may be noise: half the width of the interval, or the distance of its far end from 1 if it does
 * not include 1.
 */
function blurOf({ low, high }: RoundComparison): number {
  if (low === null || high === null) return Number.POSITIVE_INFINITY;
  const [below, above] = [Math.log(low), Math.log(high)];
  return below > 0 || above < 0 ? Math.max(-below, above) : (above - below) / 2;
}

/** The smallest ratio above 1 that can be distinguished from 1. Null: too few rounds. */
export function smallestRatio(same: RoundComparison): number | null {
  const blur = blurOf(same);
  return Number.isFinite(blur) ? Math.exp(blur) : null;
}
