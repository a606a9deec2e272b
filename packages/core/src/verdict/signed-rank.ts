import { quantile } from "../stats/summary.js";

/** Result of Wilcoxon's signed-rank test, in the unit of the differences. */
export interface SignedRank {
  /** The centre of the differences: the median of their Walsh averages (Hodges and Lehmann, 1963). */
  readonly estimate: number;
  /**
   * Contains the centre with at least the given confidence. Null if there are too few differences (see
   * `differencesFor`). It excludes 0 exactly if `pValue` is at most 1 - confidence.
   */
  readonly interval: readonly [low: number, high: number] | null;
  /** Two-sided and exact: how often differences centred on 0 would look at least this one-sided. */
  readonly pValue: number;
}

/** What differences show of their centre. Levels are one-sided, between 0 and 0.5. */
export interface Evidence {
  readonly estimate: number;
  /** How often differences centred on 0 would look at least this much above 0. Exact. */
  readonly pAbove: number;
  /** How often differences centred on 0 would look at least this much below 0. Exact. */
  readonly pBelow: number;
  /**
   * The centre is above this, but for errors of this level. Null if there are too few differences for the level. It is
   * above 0 exactly if `pAbove` is at most the level.
   */
  lowerAt(level: number): number | null;
  /** The centre is below this, but for errors of this level. Like `lowerAt`. */
  upperAt(level: number): number | null;
}

/**
 * The signed-rank test in the form of Walsh averages (Tukey, 1949; Hollander and Wolfe, "Nonparametric
 * Statistical Methods", chapter 3). If no two differences have the same size and none is 0, the rank sum of
 * the negative differences is the number of negative Walsh averages. The test assumes that the differences are
 * independent and symmetric about their centre.
 *
 * A Walsh average of 0 (from ties or from differences of 0) counts for both sides. So the p-value is never
 * smaller than the exact one with ties broken at random. The test keeps its level and the interval its
 * confidence (Noether, "Wilcoxon Confidence Intervals for Location Parameters in the Discrete Case", 1967).
 */
export function rankDifferences(differences: readonly number[]): Evidence {
  const averages = walshAverages(differences);
  const tails = signedRankTails(differences.length);
  const notAbove = countUpTo(averages, 0);
  const notBelow = averages.length - countUpTo(averages, -Number.MIN_VALUE);
  /** How many averages can be cut off at one end. */
  const cutAt = (level: number) => countUpTo(tails, level);
  return {
    estimate: quantile(averages, 0.5),
    pAbove: at(tails, notAbove),
    pBelow: at(tails, notBelow),
    lowerAt(level) {
      const cut = cutAt(level);
      return cut > 0 ? at(averages, cut - 1) : null;
    },
    upperAt(level) {
      const cut = cutAt(level);
      return cut > 0 ? at(averages, averages.length - cut) : null;
    },
  };
}

/**
 * The two-sided signed-rank test with the interval of R: `wilcox.test(differences, conf.int = TRUE, exact = TRUE)`.
 *
 * @param confidence between 0 and 1
 */
export function signedRank(differences: readonly number[], confidence: number): SignedRank {
  const { estimate, pAbove, pBelow, lowerAt, upperAt } = rankDifferences(differences);
  const level = (1 - confidence) / 2;
  const [low, high] = [lowerAt(level), upperAt(level)];
  return {
    estimate,
    interval: low === null || high === null ? null : [low, high],
    pValue: Math.min(1, 2 * Math.min(pAbove, pBelow)),
  };
}

/**
 * The smallest number of differences that can give an interval of this confidence: 6 for 0.95, 8 for 0.99.
 */
export function differencesFor(confidence: number): number {
  return differencesAt((1 - confidence) / 2);
}

/** The smallest number of differences that can give a bound at this one-sided level. */
export function differencesAt(level: number): number {
  // With n differences the smallest one-sided p-value is 1 / 2^n: all have the same sign.
  let differences = 1;
  while (2 ** -differences > level) differences++;
  return differences;
}

/**
 * The means of all pairs of values, sorted. Each value is also paired with itself, so n values give n (n + 1)
 * / 2.
 */
export function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let index = 0;
  for (const [first, value] of values.entries()) {
    for (let second = first; second < values.length; second++) {
      averages[index++] = (value + at(values, second)) / 2;
    }
  }
  return averages.sort();
}

/** All comparisons of a run have about as many differences, so the latest distribution is kept. */
let latest: { readonly n: number; readonly tails: Float64Array } = { n: 0, tails: new Float64Array([1]) };

/**
 * Distribution of the rank sum without ties, for any n: entry w is the probability of a rank sum of at most
 * w, if each of the ranks 1 to n counts with probability 1/2. The entries go from 0 to n (n + 1) / 2.
 */
export function signedRankTails(n: number): Float64Array {
  if (latest.n !== n) latest = { n, tails: tailsOf(n) };
  return latest.tails;
}

function tailsOf(n: number): Float64Array {
  const tails = new Float64Array((n * (n + 1)) / 2 + 1);
  tails[0] = 1;
  let highest = 0;
  for (let rank = 1; rank <= n; rank++) {
    highest += rank;
    // Downwards, so that the entries read here do not include this rank yet.
    for (let sum = highest; sum >= 0; sum--) {
      tails[sum] = (at(tails, sum) + (sum >= rank ? at(tails, sum - rank) : 0)) / 2;
    }
  }
  for (let sum = 1; sum < tails.length; sum++) tails[sum] = at(tails, sum) + at(tails, sum - 1);
  return tails;
}

/** How many of these sorted values are at most `most`. */
function countUpTo(values: Float64Array, most: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (at(values, middle) <= most) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The index must be within the array. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
