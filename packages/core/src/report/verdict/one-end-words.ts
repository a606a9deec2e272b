// Says in words what an interval with only one end shows. With few rounds, the other end is not known.
import { formatCount } from "../format-number.js";
import type { MeasureWords } from "./measure-words.js";
import { MOST_LESS, mostPercent, mostTimes, type Pair, TIMES_FROM } from "./ratio-words.js";

/**
 * For a difference whose end near 1 is known: `gRPC takes at least 40 % more time than ws`. Null if that end does not
 * differ from 1 by as much as a number shows.
 */
export function atLeastInWords({ label, to }: Pair, end: number, words: MeasureWords): string | null {
  const [verb] = words.verb;
  const turned = end < 1 ? 1 / end : end;
  if (turned >= TIMES_FROM) {
    const [slow, fast] = end < 1 ? [to, label] : [label, to];
    return `${slow} ${verb} at least ${leastTimes(turned)} times ${words.times} ${fast}`;
  }
  const percent = leastPercent(Math.abs(end - 1));
  if (percent === "0") return null;
  return `${label} ${verb} at least ${percent} % ${end < 1 ? words.less : words.more} than ${to}`;
}

/**
 * For an undecided ratio: what its only end rules out.
 * @param side whether it is the lower end or the upper one
 */
export function atMostInWords(
  { label, to }: Pair,
  end: number,
  side: "low" | "high",
  words: MeasureWords,
): string {
  const [verb] = words.verb;
  if (end >= TIMES_FROM) return `${label} ${verb} at most ${mostTimes(end)} times ${words.times} ${to}`;
  if (end < MOST_LESS) return `${to} ${verb} at most ${mostTimes(1 / end)} times ${words.times} ${label}`;
  const percent = mostPercent(Math.abs(end - 1));
  return `${label} ${verb} at most ${percent} % ${side === "low" ? words.less : words.more} than ${to}`;
}

/** Rounded downwards, because "at least" must stay true. */
function leastPercent(share: number): string {
  const percent = 100 * share;
  return percent < 10 ? String(roundDown(percent, 10)) : formatCount(roundDown(percent, 1));
}

function leastTimes(ratio: number): string {
  return ratio < 10 ? String(roundDown(ratio, 10)) : formatCount(roundDown(ratio, 1));
}

function roundDown(value: number, steps: number): number {
  return Math.floor(value * steps + 1e-9) / steps;
}
