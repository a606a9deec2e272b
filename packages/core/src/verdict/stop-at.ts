import type { Timing } from "../result/result.js";
import { compareTimings } from "./compare.js";
import type { Comparison } from "./comparison.js";
import { looksOf } from "./looks.js";
import { pairsOf } from "./pairs.js";
import type { ComparisonPlan } from "./plan.js";
import { hasLooks, type RoundsRule } from "./rounds-rule.js";
import { answerTo } from "./tolerance.js";

/**
 * Whether a run has enough rounds. With a rule, it looks at the comparisons after a few numbers of rounds only (see
 * `looksOf`), whatever calls this how often. Without a rule, it never has enough: its number of rounds is fixed.
 *
 * @param timings what was measured so far. All have as many rounds.
 * @param rounds how many rounds each adapter has
 * @param labels all adapters of the run. Default: the timings'.
 */
export function stopAt(
  timings: readonly Timing[],
  plan: ComparisonPlan,
  rounds: number,
  labels: readonly string[] = timings.map(({ label }) => label),
): boolean {
  const rule = plan.roundsRule;
  if (rule === null) return false;
  if (rounds >= rule.max) return true;
  const looks = looksOf(rule, pairsOf(labels, plan.reference).length * plan.cells);
  if (!hasLooks(rule) || looks.every((look) => look.rounds !== rounds)) return false;
  const deciding = compareTimings(timings, plan, labels).filter(({ decides }) => decides);
  return deciding.every((comparison) => isAnswered(comparison, rule));
}

/** Whether more rounds would not change the answer of a comparison. */
function isAnswered(comparison: Comparison, { until, tolerance }: RoundsRule): boolean {
  if (tolerance !== undefined) return answerTo(comparison, tolerance) !== "undecided";
  return comparison.verdict !== "undecided" || (until !== null && isNarrow(comparison, until));
}

/** Whether both ends of the interval are at most this far from its middle, as a share of it. */
function isNarrow({ low, high }: Comparison, until: number): boolean {
  return low !== null && high !== null && Math.sqrt(high / low) - 1 <= until;
}
