// The cells of tables with verdicts.
import type { Timing } from "../../result/result.js";
import { quantile } from "../../stats/summary.js";
import type { Comparison, Measure } from "../../verdict/comparison.js";
import { valueOfRound } from "../../verdict/measures.js";
import { formatMs, formatPerSecond, formatRatio } from "../format-number.js";
import { isTime, MEASURE_WORDS } from "./measure-words.js";

/** The verdict in one word. */
export function verdictWord({ verdict, by, ratio }: Comparison): string {
  if (verdict !== "faster" && verdict !== "slower") return verdict;
  return isTime(by) ? verdict : (ratio ?? 1) < 1 ? "less" : "more";
}

/** The ratio, or `-`. */
export function ratioOf({ ratio }: Comparison): string {
  return ratio === null ? "-" : formatRatio(ratio);
}

/** `1.4 to 1.6`, or `-`. With only one end: `from 1.4`, `up to 1.6`. */
export function intervalOf({ low, high }: Pick<Comparison, "low" | "high">): string {
  if (low === null) return high === null ? "-" : `up to ${formatEnd(high)}`;
  return high === null ? `from ${formatEnd(low)}` : `${formatEnd(low)} to ${formatEnd(high)}`;
}

/** What is not 1 does not look like 1. */
function formatEnd(ratio: number): string {
  const text = formatRatio(ratio);
  return ratio !== 1 && Number(text) === 1 ? ratio.toFixed(3) : text;
}

/**
 * A value of the timing's rounds, or `-`.
 * @param place 0 for the lowest one, 0.5 for the median, 1 for the highest one
 */
export function atPlace({ rounds, load }: Timing, by: Measure, place: number): string {
  const values = rounds.flatMap((round) => valueOfRound(round, by, load) ?? []).sort((a, b) => a - b);
  if (values.length === 0) return "-";
  const value = quantile(values, place);
  return MEASURE_WORDS[by].unit === "ms" ? formatMs(value) : formatPerSecond(value);
}
