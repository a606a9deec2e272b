import { invalidChoice, kindOf, object, withDefault } from "../options/kinds.js";
import type { InvalidCode, Timing } from "../result/result.js";
import { timing as timingKind } from "../result/result-kinds.js";
import { clockErrorMs } from "./clock-error.js";
import { medianInterval } from "./median-interval.js";
import { whyUnusable } from "./reason.js";
import { type ReadValue, ROUND_VALUES, type RoundValue, readValue } from "./round-values.js";

/** One value of a timing, with the interval that its rounds give it. */
export interface RoundsInterval {
  readonly value: RoundValue;
  readonly unit: "ms" | "per s" | "bytes" | "";
  /** How many rounds the timing has. */
  readonly rounds: number;
  /** The median of the rounds. Null if `reason` says why. */
  readonly median: number | null;
  /** Lower end. Null if there are too few rounds for the confidence, or if there is a `reason`. */
  readonly low: number | null;
  /** Upper end. Like `low`. */
  readonly high: number | null;
  /** Whether it is better if it is larger. */
  readonly betterLarge: boolean;
  /** Why the numbers do not answer the question. Null if they do. */
  readonly reason: { readonly code: InvalidCode; readonly message: string } | null;
}

/** Options of `intervalOfRounds`. */
export interface IntervalOfRoundsOptions {
  /**
   * How often the interval contains the true median. Above 0 and below 1. Default 0.95. Each end alone holds with
   * (1 + confidence) / 2: 0.975.
   */
  readonly confidence?: number;
}

const optionsKind = object<Required<IntervalOfRoundsOptions>>({
  confidence: withDefault(
    kindOf<number>("a number between 0 and 1", (value) => (value as number) > 0 && (value as number) < 1),
    0.95,
  ),
});

/**
 * The median over all possible rounds of one value, such as the p99, and its interval. A limit must hold for the whole
 * interval: fresh processes of one adapter differ, so the value of one round says little. The interval is exact, whatever
 * the distribution (see `medianInterval`). It needs six rounds for 95 %. The error of the clocks makes that of one-way
 * times wider.
 *
 * It is the interval of a single value. For several values that must hold together, divide 1 - confidence by their
 * number. A run with a rule for `rounds` stops early where its numbers look clear, and then this interval does not hold.
 *
 * @throws WireduelError `INVALID_OPTION` if `timing` is not a timing of a result, or for another argument
 */
export function intervalOfRounds(
  timing: Timing,
  value: RoundValue,
  options: IntervalOfRoundsOptions = {},
): RoundsInterval {
  const { confidence } = optionsKind.parse("options", options);
  if (!ROUND_VALUES.includes(value)) throw invalidChoice("value", ROUND_VALUES, value);
  const checked = timingKind.parse("timing", timing);
  const read = readValue(value, checked.load);
  const { unit, betterLarge } = read;
  const rounds = checked.rounds.length;
  const known = { value, unit, rounds, betterLarge };
  const reason = whyUnusable(checked, read.oneWay);
  if (reason) return { ...known, ...UNKNOWN, reason };
  const values = checked.rounds.flatMap((round) => read.of(round) ?? []);
  if (values.length < rounds) {
    const code = "NOT_MEASURED" as const;
    return { ...known, ...UNKNOWN, reason: { code, message: `a round has no value of ${value}` } };
  }
  const { median, low, high } = medianInterval(values, (1 - confidence) / 2);
  const error = errorOf(checked, read);
  const ends = { low: low === null ? null : low - error, high: high === null ? null : high + error };
  return { ...known, median, ...ends, reason: null };
}

const UNKNOWN = { median: null, low: null, high: null };

/** By how much the clocks may have made the values wrong. */
function errorOf({ rounds }: Timing, { oneWay }: ReadValue): number {
  return oneWay ? Math.max(...rounds.map(clockErrorMs)) : 0;
}
