import { quantile } from "../stats/summary.js";

/** The median of a population, as some of its values show it. */
export interface MedianInterval {
  /** The median of the values. */
  readonly median: number;
  /** Lower end for the median of the population. Null: too few values for the level. */
  readonly low: number | null;
  /** Upper end. Like `low`. */
  readonly high: number | null;
}

/**
 * The interval of a median between two of the sorted values: exact, and for any distribution (the sign test; Hollander
 * and Wolfe, "Nonparametric Statistical Methods", chapter 3). Each value is below the median with a probability of at
 * most 1/2, and above it with at most 1/2. So fewer than k of n values are on one side of it at most as often as a fair
 * coin shows fewer than k heads.
 *
 * @param values at least one, independent of each other
 * @param level how often each end may be wrong, from 0 to 0.5. Both together are wrong at most twice as often.
 */
export function medianInterval(values: readonly number[], level: number): MedianInterval {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  const cut = valuesToCut(count, level);
  return {
    median: quantile(sorted, 0.5),
    low: cut === 0 ? null : (sorted[cut - 1] as number),
    high: cut === 0 ? null : (sorted[count - cut] as number),
  };
}

/** The largest k for which fewer than k heads of `count` coins have a probability of at most the level. 0: there is none. */
function valuesToCut(count: number, level: number): number {
  // In logarithms, because 2^-n underflows for many values.
  let logOfTerm = -count * Math.LN2;
  let tail = Math.exp(logOfTerm);
  let cut = 0;
  while (tail <= level && cut < count / 2) {
    cut++;
    logOfTerm += Math.log((count - cut + 1) / cut);
    tail += Math.exp(logOfTerm);
  }
  return cut;
}
