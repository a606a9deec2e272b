import type { Load } from "../load/load.js";
import type { Timing } from "../result/result.js";
import { compareTwo } from "./compare-two.js";
import { type Comparison, MEASURES, type Measure } from "./comparison.js";
import { ALPHA, type Compared, judgeAll, type Pair } from "./judge-comparisons.js";
import { shareAt } from "./looks.js";
import { valueOfRound, whyNotMeasured } from "./measures.js";
import { pairsOf } from "./pairs.js";
import type { ComparisonPlan } from "./plan.js";

/**
 * Compares the timings of a run by all measures that it has. All intervals and claims hold together. docs/rounds.md
 * says how.
 *
 * @param labels all adapters of the run, in order. One without a timing was not measured. Default: the timings'.
 */
export function compareTimings(
  timings: readonly Timing[],
  plan: ComparisonPlan,
  labels: readonly string[] = timings.map(({ label }) => label),
): Comparison[] {
  const [first] = timings;
  if (first === undefined) return [];
  const byLabel = new Map(timings.map((timing) => [timing.label, timing]));
  const measures = MEASURES.filter((by) => by === plan.decideBy || isMeasured(by, timings, first.load));
  const pairs = pairsOf(labels, plan.reference);
  const compared = measures.flatMap((by) =>
    pairs.map(([label, to]) =>
      comparePair({ label, to, by, decides: by === plan.decideBy, paired: true }, byLabel),
    ),
  );
  const blocks = Math.max(...timings.map(({ rounds }) => rounds.length));
  const { cells, roundsRule } = plan;
  const share = roundsRule ? shareAt(roundsRule, pairs.length * cells, blocks) : 1;
  const alpha = (ALPHA / cells) * share;
  return judgeAll(compared, { margin: plan.margin, alpha });
}

/** Whether any round has a value of the measure. */
export function isMeasured(by: Measure, timings: readonly Timing[], load: Load): boolean {
  if (whyNotMeasured(by, load) !== undefined) return false;
  return timings.some(({ rounds }) => rounds.some((round) => valueOfRound(round, by, load) !== null));
}

function comparePair(pair: Pair, timings: ReadonlyMap<string, Timing>): Compared {
  const [a, b] = [timings.get(pair.label), timings.get(pair.to)];
  const notMeasured = (label: string): Compared => {
    return { ...pair, reason: { code: "NOT_MEASURED", message: `${label} was not measured` } };
  };
  if (a === undefined) return notMeasured(pair.label);
  if (b === undefined) return notMeasured(pair.to);
  return compareTwo(pair, a, b);
}
