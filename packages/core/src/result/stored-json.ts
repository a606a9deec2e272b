import type { MatrixResult } from "./matrix.js";
import type { BenchmarkResult } from "./result.js";

/** More than this nobody reads. */
const MOST_INDENTED = 100_000;

/**
 * A result as the text of a file: with indentation, for people and for diffs, unless it lists so many transmissions that nobody reads
 * it. Indentation doubles the text, and Node can hold none of more than 512 MB.
 */
export function storedJson(stored: BenchmarkResult | MatrixResult): string {
  const timings = "timings" in stored ? stored.timings : [];
  const listed = timings.flatMap(({ rounds }) => rounds.map(({ transmissions }) => transmissions.length));
  const isLong = listed.reduce((sum, one) => sum + one, 0) > MOST_INDENTED;
  return `${JSON.stringify(stored, null, isLong ? 0 : 2)}\n`;
}
