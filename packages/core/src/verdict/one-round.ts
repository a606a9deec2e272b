import type { RoundResult } from "../result/result.js";
import type { Summary } from "../stats/summary.js";
import { clockErrorMs } from "./clock-error.js";
import type { ComparedTime } from "./compared-times.js";

/**
 * Two medians of one round are far apart from this ratio on. Fresh processes of the same adapter differ, so a
 * smaller ratio can be chance. On a busy machine, the logarithm of the ratio of two equal adapters at 1 MB had a
 * standard deviation of 1.04: two standard deviations are a factor of 8. And the allocator put the same adapter
 * into one of two states, 4.4 and 0.48 ms: a factor of 9. docs/rounds.md has these measurements.
 */
export const FAR_APART_RATIO = 10;

/**
 * If two sets of four values have no order of their own, one lies completely below the other in 1 of 35 cases
 * (2 of 8 over 4). With three values it is 1 of 10.
 */
const FEWEST_PAYLOADS = 4;

/** What a single round shows of two timings, a and b. */
export interface OneRoundComparison {
  /** The median of a divided by the median of b. */
  readonly ratio: number;
  /**
   * - `far-apart`: the ratio is at least `FAR_APART_RATIO`, and nine of ten payloads of one timing were faster than
   *   every payload of the other one
   * - `close`: the ratio is smaller
   * - `overlapping`: the ratio is that large, but the times overlap
   * - `few-payloads`: the ratio is that large, but there are too few payloads
   * - `inexact`: the ratio could be smaller, because the two ends read different clocks
   */
  readonly shows: "far-apart" | "close" | "overlapping" | "few-payloads" | "inexact";
}

/**
 * Compares two timings by a single round. Even `far-apart` only describes this round: one round does not show
 * how much of the ratio is chance. Null if there is no ratio, because a median is missing or not positive.
 */
export function compareOneRound(
  a: RoundResult,
  b: RoundResult,
  time: ComparedTime,
): OneRoundComparison | null {
  const [timesOfA, timesOfB] = [a.times[time], b.times[time]];
  if (!timesOfA || !timesOfB || !(timesOfA.p50 > 0 && timesOfB.p50 > 0)) return null;
  const ratio = timesOfA.p50 / timesOfB.p50;
  const errorMs = time === "transmissionMs" ? clockErrorMs(a) + clockErrorMs(b) : 0;
  return {
    ratio,
    shows: ratio > 1 ? shownBy(timesOfB, timesOfA, errorMs) : shownBy(timesOfA, timesOfB, errorMs),
  };
}

function shownBy(fast: Summary, slow: Summary, errorMs: number): OneRoundComparison["shows"] {
  if (slow.p50 < FAR_APART_RATIO * fast.p50) return "close";
  if (slow.p50 - errorMs < FAR_APART_RATIO * (fast.p50 + errorMs)) return "inexact";
  if (Math.min(fast.samples, slow.samples) < FEWEST_PAYLOADS) return "few-payloads";
  return (fast.p90 ?? fast.max) < slow.min ? "far-apart" : "overlapping";
}
