// Judges a gate: what was measured and the rules in, answers out. Pure.
import {
  type BenchmarkResult,
  type Comparison,
  checkTolerance,
  intervalOfRounds,
  type Timing,
  type ToleranceCheck,
} from "@wireduel/core";
import { type Answer, answerOf, type GateAnswer, type RuleAnswer } from "./answer.js";
import { limitInWords, MEASURE_NAMES, ratiosInWords, signedPercent, valuesInWords } from "./in-words.js";
import type { Limit } from "./limit.js";

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

/**
 * The allowed error of all absolute limits together, at each end of their intervals. The comparisons of a result have as
 * much at each end, so at most 5 of 100 gates fail although every adapter keeps every rule.
 */
const LIMITS_ERROR = 0.025;

/** So many rounds can show something in most gates. */
const USUAL_ROUNDS = 12;

/** Judges all rules in all cells. */
export function judgeGate(cells: readonly GateCell[], rules: GateRules): GateAnswer {
  const answers = cells.flatMap((cell) => judgeCell(cell, rules, cells.length));
  // A gate that asked nothing has not passed.
  const all =
    answers.length === 0 ? [failed({ name: null }, "any rule", "there was nothing to judge")] : answers;
  return { answer: answerOf(all), rules: all };
}

function judgeCell(cell: GateCell, { tolerance, limits }: GateRules, cells: number): RuleAnswer[] {
  const { result, problem } = cell;
  if (problem !== null || result === null) {
    return [failed(cell, "the measurement is complete", problem ?? "nothing was measured")];
  }
  return [
    ...(tolerance === null ? [] : judgeTolerance(cell, result, tolerance)),
    ...limits.map((limit) => judgeLimit(cell, result, limit, LIMITS_ERROR / limits.length / cells)),
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
  return checks.map((check) => ofCheck(cell, check, tolerance));
}

const ANSWERS: Readonly<Record<ToleranceCheck["answer"], Answer>> = {
  within: "pass",
  beyond: "fail",
  undecided: "undecided",
  invalid: "error",
};

function ofCheck({ name }: GateCell, check: ToleranceCheck, tolerance: number): RuleAnswer {
  const { comparison, roundsNeeded } = check;
  const { label, to, by, low, high, rounds, reason } = comparison;
  const limit = by === "throughput" ? 1 / (1 + tolerance) : 1 + tolerance;
  const allowed = `${by === "throughput" ? "at least" : "at most"} ${signedPercent(limit - 1)}`;
  const answer = ANSWERS[check.answer];
  return {
    cell: name,
    rule: `${label} against ${to}, ${MEASURE_NAMES[by]}: ${allowed}`,
    answer,
    measured: ratiosInWords(low, high, limit),
    rounds,
    reason: reason?.message ?? (answer === "undecided" ? whyUndecided(low, high) : ""),
    moreRounds: roundsNeeded === null || rounds === 0 ? null : roundsNeeded / rounds,
  };
}

function judgeLimit(cell: GateCell, result: BenchmarkResult, limit: Limit, error: number): RuleAnswer {
  const { label, value, operator, bound } = limit;
  const timing = result.timings.find((one) => one.label === label);
  const rule = `${label}, ${value}`;
  if (timing === undefined) return failed(cell, `${rule}: ${operator} ${bound}`, `${label} was not measured`);
  const { unit, rounds, median, low, high, reason } = intervalOfRounds(timing, value, {
    confidence: 1 - 2 * error,
  });
  const [inner, outer] = operator === ">" ? [low, high] : [negative(high), negative(low)];
  const limitOfSide = operator === ">" ? bound : -bound;
  const answer: Answer =
    reason !== null
      ? "error"
      : inner !== null && inner > limitOfSide
        ? "fail"
        : outer !== null && outer <= limitOfSide
          ? "pass"
          : "undecided";
  return {
    cell: cell.name,
    rule: `${rule}: ${limitInWords(limit, unit)}`,
    answer,
    measured: valuesInWords(low, high, unit),
    rounds,
    reason: reason
      ? reasonInWords(reason.message, value, timing)
      : answer === "undecided"
        ? whyUndecided(low, high)
        : "",
    moreRounds: answer === "undecided" ? moreRounds({ rounds, median, low, high }, bound, error) : null,
  };
}

function whyUndecided(low: number | null, high: number | null): string {
  return low === null || high === null
    ? "there are too few rounds for an interval"
    : "the interval contains the limit";
}

function reasonInWords(message: string, value: string, { rounds }: Timing): string {
  const percentile = /p\d+$/.exec(value)?.[0];
  if (!message.startsWith("a round has no value") || percentile === undefined) return message;
  return `${message}: too few payloads in a round (${rounds[0]?.counts.acknowledged ?? 0})`;
}

/** The width of the interval shrinks with the square root of the number of rounds. */
function moreRounds(
  {
    rounds,
    median,
    low,
    high,
  }: { readonly rounds: number } & Record<"median" | "low" | "high", number | null>,
  bound: number,
  error: number,
): number | null {
  // With fewer rounds, no interval has ends.
  const fewest = Math.ceil(-Math.log2(error));
  if (low === null || high === null || median === null) return fewest > rounds ? fewest / rounds : null;
  const distance = Math.abs(bound - median);
  if (distance === 0) return null;
  const reach = median < bound ? high - median : median - low;
  return Math.max(1 + 1 / rounds, (reach / distance) ** 2);
}

function negative(value: number | null): number | null {
  return value === null ? null : -value;
}

function failed({ name }: Pick<GateCell, "name">, rule: string, reason: string): RuleAnswer {
  return { cell: name, rule, answer: "error", measured: "", rounds: 0, reason, moreRounds: null };
}
