import {
  flag,
  type Kind,
  listOf,
  number,
  object,
  oneOf,
  optional,
  text,
  withDefault,
} from "../../options/kinds.js";
import type { Limit } from "../../verdict/limits.js";
import type { ResultComparison } from "../../verdict/results/result-comparison.js";
import { ROUND_VALUES } from "../../verdict/round-values.js";
import { resultComparison } from "../results/result-comparison-text.js";
import { type GateSummary, gateSummary } from "./gate-summary.js";

/** Options of a page. */
export interface PageOptions {
  /** The command line that measures the same again. Default: the page says that it is not known. */
  readonly command?: string | undefined;
  /**
   * A last sentence of the verdict that says what to do next, such as "See `start --explain`." Without it, the page of a single round
   * advises to measure more rounds. That of a matrix has none. Default: none.
   */
  readonly hint?: string | undefined;
  /**
   * Whether the result is inside the page, compressed, so that it can be read from there. A result that is too large for that is left
   * out, and the page says so. Default: true.
   */
  readonly embedResult?: boolean | undefined;
  /** The name of the file that has the result. A page without the result names it. Default: none. */
  readonly resultFile?: string | undefined;
  /**
   * How much slower an adapter may be than the other one of its pair, as a share: 0.1 for 10 %. The picture of the ratios shows
   * it. Default: the tolerance of the run, if it has one.
   */
  readonly tolerance?: number | undefined;
  /** Absolute limits, such as a p99 of at most 20 ms. A picture shows each one. That of a matrix has none. Default: none. */
  readonly limits?: readonly Limit[] | undefined;
  /** The result compared with a stored one. The tolerance is then about this comparison. Default: none. */
  readonly baseline?: ResultComparison | undefined;
  /** The answer of a gate. The page begins with it. Default: none. */
  readonly gate?: GateSummary | undefined;
}

/** Checked options, with defaults. */
export interface CheckedPageOptions {
  readonly command?: string;
  readonly hint?: string;
  readonly embedResult: boolean;
  readonly resultFile?: string;
  readonly tolerance?: number;
  readonly limits: readonly Limit[];
  readonly baseline?: ResultComparison;
  readonly gate?: GateSummary;
}

/** The kind of a list of limits. */
export const limitList: Kind<readonly Limit[]> = listOf(
  object<Limit>({ label: text(), value: oneOf(ROUND_VALUES), bound: number({ min: 0 }) }),
);

const pageOptions: Kind<CheckedPageOptions> = object<CheckedPageOptions>({
  command: optional(text()),
  hint: optional(text()),
  embedResult: withDefault(flag, true),
  resultFile: optional(text()),
  tolerance: optional(number({ min: 0 })),
  limits: withDefault(limitList, []),
  baseline: optional(resultComparison),
  gate: optional(gateSummary),
});

/**
 * Checks the options of a page and fills in defaults.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkPageOptions(options: PageOptions = {}): CheckedPageOptions {
  return pageOptions.parse("options", options);
}
