import { quantile } from "../stats/summary.js";

/** What the signed-rank test of Wilcoxon says of differences; in their unit. */
export interface SignedRank {
  /** The centre of the differences: the median of their Walsh averages (Hodges and Lehmann, 1963). */
  readonly estimate: number;
  /**
   * Holds the centre with at least the confidence; null where there are too few differences for that, see
   * `differencesFor`. It leaves out 0 exactly if `pValue` is at most 1 - confidence.
   */
  readonly interval: readonly [low: number, high: number] | null;
  /** Two-sided and exact: how often differences that lie about 0 would look at least this one-sided. */
  readonly pValue: number;
}

/**
 * The signed-rank test in the form of Walsh averages (Tukey, 1949; Hollander and Wolfe, "Nonparametric Statistical
 * Methods", chapter 3): where no two differences are alike in size and none is 0, the rank sum of those below 0 is the number
 * of Walsh averages below 0, and the interval is R's: `wilcox.test(differences, conf.int = TRUE, exact = TRUE)`. It
 * supposes that the differences are independent, and as likely to lie so far above their centre as below it.
 *
 * A Walsh average of 0, from ties or from differences of 0, counts for both sides. So the p-value is never less than that of
 * the same differences with their ties broken by chance, which is exact: the test keeps its level, and the interval its
 * confidence (Noether, "Wilcoxon Confidence Intervals for Location Parameters in the Discrete Case", 1967).
 *
 * @param confidence between 0 and 1
 */
export function signedRank(differences: readonly number[], confidence: number): SignedRank {
  const averages = walshAverages(differences);
  const tails = signedRankTails(differences.length);
  const notAbove = averages.reduce((count, average) => count + (average <= 0 ? 1 : 0), 0);
  const notBelow = averages.reduce((count, average) => count + (average >= 0 ? 1 : 0), 0);
  const level = 1 - confidence;
  // How many averages may be cut off at each end.
  const cut = tails.findIndex((tail) => 2 * tail > level);
  return {
    estimate: quantile(averages, 0.5),
    interval: cut > 0 ? [at(averages, cut - 1), at(averages, averages.length - cut)] : null,
    pValue: Math.min(1, 2 * at(tails, Math.min(notAbove, notBelow))),
  };
}

/** From how many differences on the test can give an interval of this confidence: 6 for 0.95, 8 for 0.99. */
export function differencesFor(confidence: number): number {
  // The least p-value of n is that of n alike in sign: 2 / 2^n.
  let differences = 1;
  while (2 ** (1 - differences) > 1 - confidence) differences++;
  return differences;
}

/** The means of all pairs of values, each value with itself among them; sorted. So n values have n (n + 1) / 2. */
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

/**
 * Of each rank sum w from 0 to n (n + 1) / 2, how likely it is to be w or less if each of the ranks 1 to n counts by the
 * toss of a coin: the distribution of the statistic without ties, for any n.
 */
export function signedRankTails(n: number): Float64Array {
  const tails = new Float64Array((n * (n + 1)) / 2 + 1);
  tails[0] = 1;
  let highest = 0;
  for (let rank = 1; rank <= n; rank++) {
    highest += rank;
    // Downwards, so that the sums without this rank are still there to be read.
    for (let sum = highest; sum >= 0; sum--) {
      tails[sum] = (at(tails, sum) + (sum >= rank ? at(tails, sum - rank) : 0)) / 2;
    }
  }
  for (let sum = 1; sum < tails.length; sum++) tails[sum] = at(tails, sum) + at(tails, sum - 1);
  return tails;
}

/** For an index that is known to be within. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
