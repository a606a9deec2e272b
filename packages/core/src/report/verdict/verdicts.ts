import type { BenchmarkResult, Timing } from "../../result/result.js";
import type { Comparison, Measure } from "../../verdict/comparison.js";
import { whyInvalid } from "../../verdict/reason.js";
import { isWhole } from "../../verdict/whole.js";

/** What a run with several rounds shows, as its reports use it. */
export interface Verdicts {
  /** The measure that decides. */
  readonly by: Measure;
  /** The comparisons by the measure that decides. */
  readonly deciding: readonly Comparison[];
  /** All other ones. */
  readonly others: readonly Comparison[];
  /** The label that all others are compared with. Null if every pair is compared. */
  readonly reference: string | null;
  readonly margin: number;
  /** All intervals hold together with this probability. */
  readonly confidence: number | null;
}

/** The comparisons of a result. A timing that is not whole is never ranked, whatever a stored result says of it. */
export function verdictsOf(result: BenchmarkResult): Verdicts {
  const { timings, settings } = result;
  const comparisons = result.comparisons.map((comparison) => checked(comparison, timings));
  const deciding = comparisons.filter(({ decides }) => decides);
  const references = new Set(comparisons.map(({ to }) => to));
  return {
    by: settings.decideBy,
    deciding,
    others: comparisons.filter(({ decides }) => !decides),
    reference: references.size === 1 ? (comparisons[0]?.to ?? null) : null,
    margin: settings.margin,
    confidence: comparisons.find(({ low, high }) => low !== null || high !== null)?.confidence ?? null,
  };
}

function checked(comparison: Comparison, timings: readonly Timing[]): Comparison {
  if (comparison.verdict === "invalid") return comparison;
  const pair = timings.filter(({ label }) => label === comparison.label || label === comparison.to);
  const faulty = pair.find(({ rounds }) => !rounds.every(isWhole));
  const reason = faulty && whyInvalid(faulty, comparison.by);
  if (reason === undefined) return comparison;
  const none = { ratio: null, low: null, high: null, pValue: null, roundsNeeded: null } as const;
  return { ...comparison, ...none, verdict: "invalid", reason };
}
