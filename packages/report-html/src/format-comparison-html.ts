import {
  type ComparedCell,
  type ComparisonPageOptions,
  checkComparedCells,
  checkComparisonPageOptions,
  type ResultComparison,
} from "@wireduel/core/report";
import { comparisonPageOf } from "./page/comparison-page.js";

/** Options of the page of two results. */
export type ComparisonHtmlOptions = ComparisonPageOptions;

/**
 * Two results that were compared, as one HTML page: the verdict on each adapter, the ratios by each measure, and what differed.
 * @param compared what `compareResults` returned. For two matrices, each cell with its name.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns, or an option is wrong
 */
export function formatComparisonHtml(
  compared: ResultComparison | readonly ComparedCell[],
  options?: ComparisonHtmlOptions,
): string {
  const cells = Array.isArray(compared)
    ? compared
    : [{ cell: null, comparison: compared as ResultComparison }];
  return comparisonPageOf(checkComparedCells(cells), checkComparisonPageOptions(options)).text;
}
