import { formatBytes } from "../cells/cell.js";
import { median } from "../results/numbers.js";
import type { SeriesSettings } from "./measure-series.js";
import type { ComparedPair, VerdictRun } from "./verdict-run.js";

/** The comparisons by the measure that decides. */
export function decidingOf({ comparisons }: VerdictRun): ComparedPair[] {
  return comparisons.filter(({ decides }) => decides);
}

/** How far an interval reaches to either side, as a share: 0.05 for 0.95 to 1.05. Null without an interval. */
export function halfWidth({ low, high }: ComparedPair): number | null {
  return low === null || high === null ? null : Math.sqrt(high / low) - 1;
}

/** `280 kB, 30 s, busy, 4 more waiting`. */
export function seriesLabel({ payloadBytes, budgetMs, busy, waiting }: SeriesSettings): string {
  return [
    formatBytes(payloadBytes),
    `${budgetMs / 1_000} s`,
    ...(busy ? ["busy"] : []),
    ...(waiting > 0 ? [`${waiting} more waiting`] : []),
  ].join(", ");
}

/** `4.2 %`. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value.toFixed(value < 10 ? 1 : 0)} %`;
}

/** `5 (4 to 7)`: the median, and the lowest and the highest. `-` without values. */
export function range(values: readonly (number | null)[], format: (value: number) => string): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "-";
  return `${format(median(known))} (${format(Math.min(...known))} to ${format(Math.max(...known))})`;
}

/** The same in whole numbers. */
export function wholeRange(values: readonly number[]): string {
  return range(values, (value) => String(Math.round(value)));
}
