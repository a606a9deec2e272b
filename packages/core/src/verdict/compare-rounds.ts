import { kindOf, listOf, mismatch, number, object, withDefault } from "../options/kinds.js";
import type { RoundComparison, RoundVerdict } from "./round-comparison.js";
import { differencesFor, signedRank } from "./signed-rank.js";
import { standardDeviation } from "./standard-deviation.js";

/** Options of `compareRounds`. */
export interface CompareRoundsOptions {
  /** How often the interval should contain the true ratio. Between 0 and 1. Default 0.95. */
  readonly confidence?: number;
}

const positive = kindOf<number>(
  "a positive number",
  (value) => typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY,
);
const timesKind = listOf(positive, "a list with the time of each round");
const optionsKind = object<Required<CompareRoundsOptions>>({
  confidence: withDefault(
    kindOf<number>("a number between 0 and 1", (value) => (value as number) > 0 && (value as number) < 1),
    0.95,
  ),
});

/**
 * Compares two timings by their rounds. Payloads of one round share its processes, so they are not
 * independent evidence. Rounds are. The two rounds of a block ran in the same minutes, so the effect of a
 * busy machine cancels in their ratio.
 *
 * The logarithms of the blocks' ratios go through the exact signed-rank test (see `signedRank`). The ratio is
 * the exponential of its Hodges-Lehmann estimate, and the interval is the exponential of its confidence
 * interval. From 12 rounds on, one outlier barely moves either of them. With fewer rounds it widens the
 * interval.
 *
 * A bootstrap of blocks would give shorter intervals, but they do not keep their confidence: with 6 blocks,
 * intervals of 95 % contained the true ratio only 87 times in 100.
 *
 * @param a the median time of each round of a, in the order of blocks, in any unit
 * @param b the same for b: `a[i]` and `b[i]` belong to the same block
 * @throws WireduelError `INVALID_OPTION` if there are no rounds, if a and b differ in length, if a time is not a
 *   positive finite number, or if `confidence` is not between 0 and 1
 */
export function compareRounds(
  a: readonly number[],
  b: readonly number[],
  options: CompareRoundsOptions = {},
): RoundComparison {
  const { confidence } = optionsKind.parse("options", options);
  const logsOfA = timesKind.parse("a", a).map(Math.log);
  const logsOfB = timesKind.parse("b", b).map(Math.log);
  if (a.length === 0) throw mismatch("a", "the time of at least one round", "none");
  if (a.length !== b.length) throw mismatch("b", `as long as \`a\` (${a.length})`, String(b.length));
  const differences = logsOfA.map((log, block) => log - (logsOfB[block] as number));
  const { estimate, interval, pValue } = signedRank(differences, confidence);
  return {
    rounds: a.length,
    ratio: Math.exp(estimate),
    low: interval && Math.exp(interval[0]),
    high: interval && Math.exp(interval[1]),
    confidence,
    pValue,
    spread: standardDeviation(differences),
    // Decided on logarithms: their difference is exactly 0 where two times are equal.
    verdict: verdictOf(interval),
  };
}

/**
 * About how many rounds of each timing are needed to show a given ratio with 95 % confidence and a power of
 * 80 %. The ratios 0.9 and 1 / 0.9 need equally many. Infinity for a ratio of 1.
 *
 * Pass a ratio that would matter to you, not the measured one. While no difference is shown, the measured
 * ratio is uncertain, and so would be the answer.
 *
 * The formula is Lehr's rule for pairs (8 variances divided by the squared difference; "Sixteen S-squared
 * over D-squared", 1992), times π / 3 because the signed-rank test replaces Student's, plus 2 for small
 * samples (Guenther, "Sample Size Formulas for Normal Theory T Tests", 1981).
 *
 * @param ratio the time of one timing divided by the time of the other
 * @param spread see `RoundComparison`
 * @throws WireduelError `INVALID_OPTION` if `ratio` is not positive, or `spread` is negative
 */
export function roundsToShow(ratio: number, spread: number): number {
  positive.parse("ratio", ratio);
  number({ min: 0 }).parse("spread", spread);
  if (ratio === 1) return Number.POSITIVE_INFINITY;
  const rounds = ((8 * Math.PI) / 3) * (spread / Math.log(ratio)) ** 2 + 2;
  return Math.max(differencesFor(0.95), Math.ceil(rounds));
}

function verdictOf(interval: readonly [low: number, high: number] | null): RoundVerdict {
  if (interval === null) return "too-few-rounds";
  if (interval[1] < 0) return "a-faster";
  return interval[0] > 0 ? "b-faster" : "no-difference-shown";
}
