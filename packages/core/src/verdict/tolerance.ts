import { listOf, number, object } from "../options/kinds.js";
import { comparison as comparisonKind } from "../result/comparison-kinds.js";
import type { BenchmarkResult } from "../result/result.js";
import { runSettings } from "../result/setting-kinds.js";
import type { Comparison } from "./comparison.js";
import { levelOf, shareAt } from "./looks.js";
import { isBetterLarge } from "./measures.js";
import { roundsToSee } from "./rounds-needed.js";

/**
 * What an interval says of a tolerance.
 *
 * - `within`: the timing is not slower than the other one by more than the tolerance
 * - `beyond`: it is
 * - `undecided`: the interval contains the tolerance, or has no end on that side
 * - `invalid`: the numbers do not answer the question. `comparison.reason` says why.
 */
export type ToleranceAnswer = "within" | "beyond" | "undecided" | "invalid";

/** Whether one timing is slower than another one by more than a tolerance. */
export interface ToleranceCheck {
  readonly answer: ToleranceAnswer;
  /** The comparison by the measure that decides, with its interval. */
  readonly comparison: Comparison;
  /** `undecided`: about how many rounds would decide. Null otherwise, or if this cannot be estimated. */
  readonly roundsNeeded: number | null;
}

const resultKind = object<Pick<BenchmarkResult, "comparisons" | "settings">>(
  { comparisons: listOf(comparisonKind), settings: runSettings },
  { unknown: "ignore" },
);

/**
 * Says for each pair of a run whether the timing is slower by more than a tolerance, by the measure that decides.
 * `beyond` needs the whole interval beyond the tolerance, and `within` the whole interval within it. All intervals of a
 * run hold together: at most 5 of 100 runs have a wrong answer.
 *
 * Slower means more of a time, of CPU time, page faults or bytes. For `throughput`, slower by 10 % means that a payload
 * takes 10 % longer: a throughput of 1 / 1.1.
 *
 * @param tolerance as a share: 0.1 for 10 %. 0 or more.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTolerance(
  result: Pick<BenchmarkResult, "comparisons" | "settings">,
  tolerance: number,
): readonly ToleranceCheck[] {
  const { comparisons, settings } = resultKind.parse("result", result);
  const { roundsRule: rule, cells } = settings;
  number({ min: 0 }).parse("tolerance", tolerance);
  const deciding = comparisons.filter(({ decides }) => decides);
  const pairs = deciding.length * cells;
  const level = levelOf(rule ? shareAt(rule, pairs, rule.max) : 1, pairs);
  return deciding.map((comparison) => {
    const answer = answerTo(comparison, tolerance);
    const roundsNeeded = answer === "undecided" ? roundsToAnswer(comparison, tolerance, level) : null;
    return { answer, comparison, roundsNeeded };
  });
}

/** What the interval of a comparison says of a tolerance. */
export function answerTo(comparison: Comparison, tolerance: number): ToleranceAnswer {
  if (comparison.verdict === "invalid") return "invalid";
  const [least, most] = slowdown(comparison);
  if (least !== null && least > 1 + tolerance) return "beyond";
  return most !== null && most <= 1 + tolerance ? "within" : "undecided";
}

/** The interval of how many times as slow the timing is. */
function slowdown({ by, low, high }: Comparison): readonly [least: number | null, most: number | null] {
  return isBetterLarge(by) ? [high && 1 / high, low && 1 / low] : [low, high];
}

function roundsToAnswer(
  { by, ratio, spread, rounds }: Comparison,
  tolerance: number,
  level: number,
): number | null {
  if (ratio === null || spread === null) return null;
  const logOfSlowdown = Math.log(ratio) * (isBetterLarge(by) ? -1 : 1);
  const distance = Math.abs(logOfSlowdown - Math.log1p(tolerance));
  if (distance === 0) return null;
  return Math.max(roundsToSee(distance, spread, level), rounds + 1);
}
