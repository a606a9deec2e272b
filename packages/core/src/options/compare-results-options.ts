import { MEASURES, type Measure } from "../verdict/comparison.js";
import { DIFFERENCES, type DifferenceName } from "../verdict/results/result-comparison.js";
import { listOf, number, object, oneOf, optional, recordOf, text, withDefault } from "./kinds.js";

/** Options of `compareResults`. */
export interface CompareResultsOptions {
  /**
   * Labels of base, each with the label of head that it is compared with. Default: equal labels. If both results are
   * one run, only these are compared.
   */
  match?: Readonly<Record<string, string>> | undefined;
  /** What base and head may differ in. Default: nothing. */
  mayDiffer?: readonly DifferenceName[] | undefined;
  /** The measure that decides. Default: that of the runs. */
  decideBy?: Measure | undefined;
  /** How far from 1 a ratio may be for two timings to be the same. 0 to 1. Default: that of the runs. */
  margin?: number | undefined;
}

/** Checked options. */
export interface CheckedComparison {
  readonly match: Readonly<Record<string, string>>;
  readonly mayDiffer: readonly DifferenceName[];
  readonly decideBy?: Measure;
  readonly margin?: number;
}

const kind = object<CheckedComparison>({
  match: withDefault(recordOf(text(), "an object with a label of head for each label of base"), {}),
  mayDiffer: withDefault(listOf(oneOf(DIFFERENCES), "a list of what may differ"), []),
  decideBy: optional(oneOf(MEASURES)),
  margin: optional(number({ min: 0, max: 1 })),
});

/**
 * Checks the options and fills in defaults.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkCompareResultsOptions(options: CompareResultsOptions = {}): CheckedComparison {
  return kind.parse("options", options);
}
