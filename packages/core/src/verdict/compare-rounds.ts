import { differencesFor, signedRank } from "./signed-rank.js";

export type RoundVerdict =
  | "a-faster"
  | "b-faster"
  /** The interval holds 1: not that the two are equal, but that these rounds do not tell them apart. */
  | "no-difference-shown"
  /** So few rounds show no difference with this confidence, however large it is; see `differencesFor`. */
  | "too-few-rounds";

/** What the rounds of two rows say of their ratio. */
export interface RoundComparison {
  /** Of each of the two. */
  readonly rounds: number;
  /** The time of a over that of b; below 1 where a was faster. */
  readonly ratio: number;
  /** The lower end of the interval that holds the ratio with at least `confidence`; null where the rounds cannot carry it. */
  readonly low: number | null;
  /** Its upper end. */
  readonly high: number | null;
  readonly confidence: number;
  /** Two-sided, of the exact signed-rank test. At most 1 - confidence exactly if the verdict is for one of the two. */
  readonly pValue: number;
  /**
   * How much the ratio differed from block to block: the standard deviation of its natural logarithm, so that 0.1 is some
   * 10 %. Null for a single block.
   */
  readonly spread: number | null;
  readonly verdict: RoundVerdict;
}

export interface CompareRoundsOptions {
  /** Between 0 and 1. Default 0.95. */
  readonly confidence?: number;
}

/**
 * Compares two rows by their rounds. The payloads of one round share its processes and are no independent evidence; rounds
 * are. The two rounds of one block ran in the same minutes, so what a busy machine did to both cancels in their ratio.
 *
 * The ratio is the Hodges-Lehmann estimate of the logarithms of the blocks' ratios, exponentiated, and the interval that of
 * the exact signed-rank test; see `signedRank`. From 12 rounds on one wild round barely moves either; with fewer it widens
 * the interval. A bootstrap of blocks would give shorter intervals that break their promise: those of 95 % and 6 blocks held
 * the true ratio 87 times in 100.
 *
 * @param a the median time of each of its rounds, in the order of blocks; any unit
 * @param b the same of the other row: `b[i]` is of the block of `a[i]`
 *
 * Throws a RangeError if there are no rounds, not as many of each, a time that is not a positive finite number, or a
 * confidence that is not between 0 and 1.
 */
export function compareRounds(
  a: readonly number[],
  b: readonly number[],
  { confidence = 0.95 }: CompareRoundsOptions = {},
): RoundComparison {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must be a number between 0 and 1, not ${confidence}`);
  }
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`a comparison needs rounds, as many of each row, not ${a.length} and ${b.length}`);
  }
  const ofA = a.map(logarithm);
  const ofB = b.map(logarithm);
  const differences = ofA.map((time, block) => time - (ofB[block] as number));
  const { estimate, interval, pValue } = signedRank(differences, confidence);
  return {
    rounds: a.length,
    ratio: Math.exp(estimate),
    low: interval && Math.exp(interval[0]),
    high: interval && Math.exp(interval[1]),
    confidence,
    pValue,
    spread: standardDeviation(differences),
    // Of the logarithms, which are 0 exactly where two times are the same.
    verdict: verdictOf(interval),
  };
}

/**
 * About how many rounds of each row show a given ratio in four comparisons of five, with 95 % confidence; 0.9 and 1 / 0.9 are
 * the same. Infinite for a ratio of 1. To be asked of a ratio that would matter to the user: the one that was measured is
 * itself unsure as long as no difference is shown, and so would be the answer.
 *
 * Lehr's rule for pairs (8 variances over the squared difference; "Sixteen S-squared over D-squared", 1992), times π / 3
 * for the signed-rank test in place of Student's, and 2 more for small samples (Guenther, "Sample Size Formulas for Normal
 * Theory T Tests", 1981).
 *
 * @param spread as in `RoundComparison`
 */
export function roundsToShow(ratio: number, spread: number): number {
  if (ratio === 1) return Number.POSITIVE_INFINITY;
  const rounds = ((8 * Math.PI) / 3) * (spread / Math.log(ratio)) ** 2 + 2;
  return Math.max(differencesFor(0.95), Math.ceil(rounds));
}

function verdictOf(interval: readonly [low: number, high: number] | null): RoundVerdict {
  if (interval === null) return "too-few-rounds";
  if (interval[1] < 0) return "a-faster";
  return interval[0] > 0 ? "b-faster" : "no-difference-shown";
}

function logarithm(time: number): number {
  if (!(time > 0 && time < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`the time of a round must be a positive finite number, not ${time}`);
  }
  return Math.log(time);
}

function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
