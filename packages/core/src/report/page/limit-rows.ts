import type { BenchmarkResult, Timing } from "../../result/result.js";
import { checkLimits, type Limit, type LimitCheck } from "../../verdict/limits.js";
import { type RoundValue, readValue } from "../../verdict/round-values.js";
import { checkResult } from "../input.js";
import { type LimitWord, limitWord } from "./limit-words.js";
import { limitList } from "./page-options.js";

/** A limit, and what the rounds say of it, in words and in numbers for a picture. */
export interface LimitRow extends LimitCheck {
  /** `at most 20 ms` */
  readonly allowed: string;
  /** The interval: `18.2 to 19.4 ms`. Empty if there is none. */
  readonly measured: string;
  /** Whether the limit is kept, in one or two words. */
  readonly word: LimitWord;
  /** Why it is undecided or has no answer. Empty otherwise. */
  readonly why: string;
  /** The unit of the numbers: `ms`, `per s`, `bytes`, or empty. */
  readonly unit: string;
  /** The value of each round that has one. */
  readonly rounds: readonly number[];
}

/**
 * Checks absolute limits of a run. Each limit must hold for the whole interval of its value. The intervals of all limits hold
 * together.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result, or `limits` are no limits
 */
export function limitRows(result: BenchmarkResult, limits: readonly Limit[]): LimitRow[] {
  checkResult(result);
  return checkLimits(result, limitList.parse("limits", limits)).map((check) => {
    const { label, value } = check.limit;
    const timing = result.timings.find((one) => one.label === label);
    return rowOf(check, timing && readRounds(timing, value));
  });
}

type Rounds = Pick<LimitRow, "unit" | "rounds"> & { readonly betterLarge: boolean };

function readRounds({ rounds, load }: Timing, value: RoundValue): Rounds {
  const { of, unit, betterLarge } = readValue(value, load);
  return { unit, betterLarge, rounds: rounds.flatMap((round) => of(round) ?? []) };
}

function rowOf(check: LimitCheck, found: Rounds | undefined): LimitRow {
  const { limit, answer, interval, reason } = check;
  const { unit = "", betterLarge = limit.value === "throughput", rounds = [] } = found ?? {};
  return {
    ...check,
    allowed: `${betterLarge ? "at least" : "at most"} ${withUnit(shown(limit.bound), unit)}`,
    measured: interval === null ? "" : valuesInWords(interval, unit),
    word: limitWord(answer),
    why: reason?.message ?? (answer === "undecided" ? whyUndecided(interval) : ""),
    unit,
    rounds,
  };
}

type Ends = { readonly low: number | null; readonly high: number | null };

function whyUndecided(ends: Ends | null): string {
  return ends === null || ends.low === null || ends.high === null
    ? "there are too few rounds for an interval"
    : "the interval contains the limit";
}

/** `18.2 to 19.4 ms` */
function valuesInWords({ low, high }: Ends, unit: string): string {
  if (low === null) return high === null ? "" : `at most ${withUnit(shown(high), unit)}`;
  if (high === null) return `at least ${withUnit(shown(low), unit)}`;
  const [from, until] = [shown(low), shown(high)];
  return withUnit(from === until ? from : `${from} to ${until}`, unit);
}

function withUnit(text: string, unit: string): string {
  return unit === "" ? text : `${text} ${unit}`;
}

/** Four significant digits, without an exponent. */
function shown(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}
