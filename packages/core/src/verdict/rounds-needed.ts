import type { RankedRatios } from "./ranked-ratios.js";
import { differencesAt } from "./signed-rank.js";

/** How often the rounds should suffice: in 80 of 100 runs. */
const POWER = 0.8;

/**
 * About how many rounds would decide: show a difference, or that there is none beyond the margin. Whichever needs
 * fewer. Null if more rounds would not decide, because the clocks are not known well enough, or if the variation is
 * not known.
 *
 * @param margin as a logarithm
 * @param levels the one-sided levels of the two ends now
 */
export function roundsToDecide(
  { rounds, spread, least, most }: RankedRatios,
  margin: number,
  levels: readonly [low: number, high: number],
): number | null {
  if (spread === null) return null;
  const [low, high] = [least.estimate, most.estimate];
  const distance = Math.max(low, -high, margin - Math.max(Math.abs(low), Math.abs(high)));
  if (distance <= 0) return null;
  const needed = roundsToSee(distance, spread, Math.min(...levels));
  return Math.max(needed, rounds + 1);
}

/**
 * About how many rounds it takes to see that a logarithm of a ratio is this far from a limit: the normal formula with
 * π / 3, because the signed-rank test replaces Student's, plus 2 for small samples (Guenther, "Sample Size Formulas
 * for Normal Theory T Tests", 1981).
 */
export function roundsToSee(distance: number, spread: number, level: number): number {
  const quantiles = normalQuantile(1 - level) + normalQuantile(POWER);
  const rounds = (Math.PI / 3) * (quantiles * (spread / distance)) ** 2 + 2;
  return Math.max(differencesAt(level), Math.ceil(rounds));
}

/** The quantile of the normal distribution for p from 0.5 to 1 (Abramowitz and Stegun, 26.2.23; error below 0.00045). */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  const over = 2.515517 + 0.802853 * t + 0.010328 * t ** 2;
  const under = 1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3;
  return t - over / under;
}
