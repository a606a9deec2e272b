// Judges a gate: what was measured and the rules in, answers out. Pure.
import { type BenchmarkResult, type Comparison, checkTolerance, type ToleranceCheck } from "@wireduel/core";
import { type AllowedRatio, type Limit, type LimitRow, limitRows, ratiosOf } from "@wireduel/core/report";
import { type Answer, answerOf, type GateAnswer, type RuleAnswer } from "./answer.js";
import { ratiosInWords, signedPercent } from "./in-words.js";

/** One combination of size and network, as measured. */
export interface GateCell {
  /** Null if it is the only one. */
  readonly name: string | null;
  /** Null: nothing was measured. */
  readonly result: BenchmarkResult | null;
  /** Why it was not measured completely. Null if it was. */
  readonly problem: string | null;
  /** What the tolerance is about, if not the comparisons of the result: a baseline is compared apart. */
  readonly comparisons?: readonly Comparison[];
}

/** What a gate allows. */
export interface GateRules {
  /** How much slower an adapter may be, as a share. Null: that does not matter. */
  readonly tolerance: number | null;
  /** Absolute limits, with the labels of the result. */
  readonly limits: readonly Limit[];
}

/** So many rounds can show something in most gates. */
const USUAL_ROUNDS = 12;

/** Judges all rules in all cells. */
export function judgeGate(cells: readonly GateCell[], rules: GateRules): GateAnswer {
  const answers = cells.flatMap((cell) => judgeCell(cell, rules));
  // A gate that asked nothing has not passed.
  const all =
    answers.length === 0 ? [failed({ name: null }, "any rule", "there was nothing to judge")] : answers;
  return { answer: answerOf(all), rules: all };
}

function judgeCell(cell: GateCell, { tolerance, limits }: GateRules): RuleAnswer[] {
  const { result, problem } = cell;
  if (problem !== null || result === null) {
    return [failed(cell, "the measurement is complete", problem ?? "nothing was measured")];
  }
  return [
    ...(tolerance === null ? [] : judgeTolerance(cell, result, tolerance)),
    ...limitRows(result, limits).map((row) => ofLimit(cell, row)),
  ];
}

function judgeTolerance(cell: GateCell, result: BenchmarkResult, tolerance: number): RuleAnswer[] {
  const { settings } = result;
  const comparisons = cell.comparisons ?? result.comparisons;
  if (settings.rounds < 2) {
    const reason = "one round compares nothing";
    const undecided = { answer: "undecided", rounds: 1, moreRounds: USUAL_ROUNDS } as const;
    return [{ ...failed(cell, "no adapter is slower", reason), ...undecided }];
  }
  const checks = checkTolerance({ comparisons, settings }, tolerance);
  if (checks.length === 0) return [failed(cell, "no adapter is slower", "nothing was compared")];
  // The words of the picture on the page.
  const { measure, allowed } = ratiosOf(result, { tolerance });
  return checks.map((check) => ofCheck(cell, check, measure, allowed as AllowedRatio));
}

const ANSWERS: Readonly<Record<ToleranceCheck["answer"], Answer>> = {
  within: "pass",
  beyond: "fail",
  undecided: "undecided",
  invalid: "error",
};

function ofCheck(
  { name }: GateCell,
  { comparison, roundsNeeded, ...check }: ToleranceCheck,
  measure: string,
  { ratio, text }: AllowedRatio,
): RuleAnswer {
  const { label, to, low, high, rounds, reason } = comparison;
  // A throughput that is 10 % slower is 9.1 % less.
  const allowed = ratio < 1 ? `${text} (${signedPercent(ratio - 1)})` : text;
  const answer = ANSWERS[check.answer];
  return {
    cell: name,
    rule: `${label} against ${to}, ${measure}: ${allowed}`,
    answer,
    measured: ratiosInWords(low, high, ratio),
    rounds,
    reason: reason?.message ?? (answer === "undecided" ? whyUndecided(low, high) : ""),
    moreRounds: roundsNeeded === null || rounds === 0 ? null : roundsNeeded / rounds,
  };
}

function ofLimit({ name }: GateCell, row: LimitRow): RuleAnswer {
  const { limit, interval, allowed, measured, why, roundsNeeded } = row;
  const rounds = interval?.rounds ?? 0;
  return {
    cell: name,
    rule: `${limit.label}, ${limit.value}: ${allowed}`,
    answer: ANSWERS[row.answer],
    measured,
    rounds,
    reason: why,
    moreRounds: roundsNeeded === null || rounds === 0 ? null : roundsNeeded / rounds,
  };
}

function whyUndecided(low: number | null, high: number | null): string {
  return low === null || high === null
    ? "there are too few rounds for an interval"
    : "the interval contains the limit";
}

function failed({ name }: Pick<GateCell, "name">, rule: string, reason: string): RuleAnswer {
  return { cell: name, rule, answer: "error", measured: "", rounds: 0, reason, moreRounds: null };
}
