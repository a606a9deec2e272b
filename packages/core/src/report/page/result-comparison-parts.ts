import { number, object, optional, text } from "../../options/kinds.js";
import type { Measure } from "../../verdict/comparison.js";
import type { ResultComparison } from "../../verdict/results/result-comparison.js";
import type { Block } from "../document/block.js";
import { type ComparisonOptions, comparisonBlocks, named } from "../results/result-comparison-text.js";
import { MEASURE_WORDS } from "../verdict/measure-words.js";
import { allowedRatio, pairRatios, type Ratios, type RatiosOptions } from "./ratios.js";

/** The parts of a report of two compared results, for a page. The sentences and the table are those of `formatResultComparison`. */
export interface ResultComparisonParts {
  /** `Verdict: head compared with base` */
  readonly title: string;
  /** What the comparison shows, a table of all measures, what differed, and where the results come from. */
  readonly blocks: readonly Block[];
  /** The ratios by each measure. The one that decides is first. */
  readonly ratios: readonly Ratios[];
}

const optionsKind = object<ComparisonOptions & RatiosOptions>({
  of: optional(text()),
  tolerance: optional(number({ min: 0 })),
});

/**
 * The parts of the report of two compared results.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns
 */
export function resultComparisonParts(
  comparison: ResultComparison,
  options: ComparisonOptions & RatiosOptions = {},
): ResultComparisonParts {
  const { tolerance, ...own } = optionsKind.parse("options", options);
  const [heading, ...blocks] = comparisonBlocks(comparison, own);
  const { comparisons, decideBy } = comparison;
  const measures = new Set([decideBy, ...comparisons.map(({ by }) => by)]);
  return {
    title: heading?.kind === "heading" ? heading.text : "",
    blocks,
    ratios: [...measures].map((by) => ratiosBy(by, comparison, by === decideBy ? tolerance : undefined)),
  };
}

function ratiosBy(
  by: Measure,
  { comparisons, margin }: ResultComparison,
  tolerance: number | undefined,
): Ratios {
  return {
    measure: MEASURE_WORDS[by].name,
    margin,
    allowed: tolerance === undefined ? null : allowedRatio(by, tolerance),
    pairs: comparisons
      .filter((one) => one.by === by)
      // Rounds of separate runs do not belong together, so they have no ratios of their own.
      .map((one) => pairRatios(named(one), tolerance ?? null, [])),
  };
}
