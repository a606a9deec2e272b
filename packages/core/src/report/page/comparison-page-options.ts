import {
  isObject,
  type Kind,
  kindOf,
  listOf,
  nullable,
  object,
  optional,
  text,
} from "../../options/kinds.js";
import type { ResultComparison } from "../../verdict/results/result-comparison.js";
import type { StoredResult } from "../input.js";
import { resultComparison } from "../results/result-comparison-text.js";

/** Two runs that were compared, or one cell of two matrices. */
export interface ComparedCell {
  /** What was compared, such as `10 kB, wan`. Null: two single runs. */
  readonly cell: string | null;
  readonly comparison: ResultComparison;
}

/** What the page of two results says besides their comparison. */
export interface ComparisonPageOptions {
  /** The result that is the base. With it, the page says when, with what and on which machine it was measured. */
  readonly base?: StoredResult | undefined;
  /** The result that was compared with the base. See `base`. */
  readonly head?: StoredResult | undefined;
  /** The command line that compares the same again. Default: the page has none. */
  readonly command?: string | undefined;
}

const comparedCells: Kind<readonly ComparedCell[]> = listOf(
  object<ComparedCell>({ cell: nullable(text()), comparison: resultComparison }),
);

/** The page says only a part of it, and what writes that part checks it completely. */
const storedResult: Kind<StoredResult> = kindOf("a result or a matrix", isObject);
const comparisonPageOptions: Kind<ComparisonPageOptions> = object<ComparisonPageOptions>({
  base: optional(storedResult),
  head: optional(storedResult),
  command: optional(text()),
});

/**
 * Checks what the page of two results is about.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkComparedCells(cells: readonly ComparedCell[]): readonly ComparedCell[] {
  return comparedCells.parse("compared", cells);
}

/**
 * Checks the options of that page.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkComparisonPageOptions(options: ComparisonPageOptions = {}): ComparisonPageOptions {
  return comparisonPageOptions.parse("options", options);
}
