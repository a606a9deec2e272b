// Says in words by how much one timing differs from another one. The words never say "0 %" of an interval that
// excludes 1, and their numbers are in the order of the interval's ends.
import { formatCount, formatPercents, formatRatio } from "../format-number.js";
import type { MeasureWords } from "./measure-words.js";

/** The interval of the ratio of one timing to another one. `low` is not above `high`. */
export interface RatioInterval {
  readonly low: number;
  readonly high: number;
}

/** The labels of the two timings. */
export interface Pair {
  readonly label: string;
  readonly to: string;
}

/** From this ratio on, "times as long" reads better than "per cent more". */
export const TIMES_FROM = 2;

/** A tenth. "95 % less time" reads worse than "20 times as long" the other way round. */
export const MOST_LESS = 0.1;

/** A smaller distance from 1 has no number in a sentence: 0.05 % as a percentage, 0.005 as a ratio. */
const NEAR = { percent: 0.0005, times: 0.005 } as const;

/** For an interval that does not contain 1, except as one of its ends: `gRPC takes 30 to 51 % less time than ws`. */
export function differenceInWords(pair: Pair, { low, high }: RatioInterval, words: MeasureWords): string {
  if (low >= 1) {
    return high < TIMES_FROM
      ? percentInWords(pair, { low: low - 1, high: high - 1 }, words, "more")
      : timesInWords(pair, { low, high }, words);
  }
  const turned = { low: 1 / high, high: 1 / low };
  return turned.low >= TIMES_FROM || low < MOST_LESS
    ? timesInWords({ label: pair.to, to: pair.label }, turned, words)
    : percentInWords(pair, { low: 1 - high, high: 1 - low }, words, "less");
}

/** What an interval that contains 1 rules out: `gRPC takes at most 30 % less time and at most 20 % more time than ws`. */
export function ruledOutInWords(pair: Pair, { low, high }: RatioInterval, words: MeasureWords): string {
  const { label, to } = pair;
  const [verb] = words.verb;
  const more = high < TIMES_FROM && `at most ${mostPercent(high - 1)} % ${words.more}`;
  if (low >= MOST_LESS) {
    const less = `${label} ${verb} at most ${mostPercent(1 - low)} % ${words.less}`;
    if (more) return `${less} and ${more} than ${to}`;
    return `${less} than ${to}, and at most ${mostTimes(high)} times ${words.times} ${to}`;
  }
  const less = `${to} ${verb} at most ${mostTimes(1 / low)} times ${words.times} ${label}`;
  if (more) return `${less}, and ${label} ${more} than ${to}`;
  return `${less}, and ${label} at most ${mostTimes(high)} times ${words.times} ${to}`;
}

/** @param by the difference from 1, from `low` to `high`, as a share */
function percentInWords(
  { label, to }: Pair,
  by: RatioInterval,
  { verb: [verb], less, more }: MeasureWords,
  direction: "less" | "more",
): string {
  const amount = direction === "less" ? less : more;
  if (by.low >= NEAR.percent)
    return `${label} ${verb} ${formatPercents(by.low, by.high)} ${amount} than ${to}`;
  const most = Math.max(by.high, NEAR.percent);
  return `${label} ${verb} ${amount} than ${to}, by at most ${mostPercent(most)} %`;
}

function timesInWords({ label, to }: Pair, { low, high }: RatioInterval, words: MeasureWords): string {
  const [verb] = words.verb;
  if (low - 1 < NEAR.times) {
    return `${label} ${verb} ${words.more} than ${to}, at most ${mostTimes(high)} times ${words.times.replace(/ as$/, "")}`;
  }
  const [from, until] = [formatRatio(low), formatRatio(high)];
  return `${label} ${verb} ${from === until ? from : `${from} to ${until}`} times ${words.times} ${to}`;
}

/** Rounded upwards, because "at most" must stay true. */
export function mostPercent(share: number): string {
  const percent = 100 * share;
  return percent < 10 ? String(roundUp(percent, 10)) : formatCount(roundUp(percent, 1));
}

export function mostTimes(ratio: number): string {
  return ratio < 10 ? String(roundUp(ratio, 10)) : formatCount(roundUp(ratio, 1));
}

/** The arithmetic of a binary fraction may be off in its last digit: 30.000000000000004 is 30. */
function roundUp(value: number, steps: number): number {
  return Math.ceil(value * steps - 1e-9) / steps;
}
