import { type ResultComparison, type StoredResult, WireduelError } from "@wireduel/core/report";
import { type ComparedCell, comparisonPageOf } from "./page/comparison-page.js";

/** What the page of two results says besides their comparison. */
export interface ComparisonHtmlOptions {
  /** The result that is the base. With it, the page says when, with what and on which machine it was measured. */
  readonly base?: StoredResult | undefined;
  /** The result that was compared with the base. See `base`. */
  readonly head?: StoredResult | undefined;
  /** The command line that compares the same again. Default: the page has none. */
  readonly command?: string | undefined;
}

/**
 * Two results that were compared, as one HTML page: the verdict on each adapter, the ratios by each measure, and what differed.
 * @param compared what `compareResults` returned. For two matrices, each cell with its name.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns, or an option is not what it should be
 */
export function formatComparisonHtml(
  compared: ResultComparison | readonly ComparedCell[],
  options: ComparisonHtmlOptions = {},
): string {
  const { command } = options;
  if (command !== undefined && typeof command !== "string") {
    throw new WireduelError("INVALID_OPTION", `options.command: expected text, got ${typeof command}`);
  }
  const cells = Array.isArray(compared)
    ? compared
    : [{ cell: null, comparison: compared as ResultComparison }];
  return comparisonPageOf(cells, options).text;
}
