import type { ResultComparison } from "@wireduel/core/report";
import { type ComparedCell, comparisonPageOf } from "./page/comparison-page.js";

/**
 * Two results that were compared, as one HTML page: the verdict on each adapter, the ratios by each measure, and what differed.
 * @param compared what `compareResults` returned. For two matrices, each cell with its name.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns
 */
export function formatComparisonHtml(compared: ResultComparison | readonly ComparedCell[]): string {
  const cells = Array.isArray(compared)
    ? compared
    : [{ cell: null, comparison: compared as ResultComparison }];
  return comparisonPageOf(cells).text;
}
