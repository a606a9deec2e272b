import { scaleLinear, scaleLog } from "d3-scale";
import { type Tick, withRoom } from "./axis.js";
import { inDigits } from "./digits.js";

/** An axis of times in milliseconds. */
export interface TimeAxis {
  /** Where a time is, in pixels. Times outside the axis are at its end. */
  at(ms: number): number;
  readonly ticks: readonly Tick[];
}

/** From this factor on, the smaller times would all be at the end of a linear axis. */
const FAR_APART = 10;
/** Nobody waits 30 years for a payload. A stored file may have any number, and these could not be subtracted. */
const MOST_MS = 1e12;

/** No tick needs more. What follows is the tiny error of arithmetic in binary. */
const DIGITS = 6;

/**
 * An axis that has room for these times.
 * @param range the pixels at its ends
 * @param apart the space between two numbers, in pixels
 */
export function timeAxis(times: Iterable<number>, range: readonly [number, number], apart: number): TimeAxis {
  let [least, most] = [Infinity, -Infinity];
  for (const time of times) {
    if (!isDrawable(time)) continue;
    least = Math.min(least, time);
    most = Math.max(most, time);
  }
  if (least > most) [least, most] = [0, 1];
  const isLog = least > 0 && most / least >= FAR_APART;
  return isLog ? logarithmic([least, most], range, apart) : linear([least, most], range, apart);
}

/** Whether a picture can show the time. */
export function isDrawable(ms: number): boolean {
  return Math.abs(ms) <= MOST_MS;
}

type Pair = readonly [number, number];

/** It begins at 0, unless that would take half of it. */
function linear([least, most]: Pair, range: Pair, apart: number): TimeAxis {
  const many = numberOfTicks(range, apart);
  const from = least >= 0 && least <= most / 2 ? 0 : least;
  const margin = most > from ? 0 : Math.max(Math.abs(most) / 10, 1e-3);
  const scale = scaleLinear([from - margin, most + margin], range)
    .nice(many)
    .clamp(true);
  return {
    at: scale,
    ticks: scale.ticks(many).map((ms) => ({ at: scale(ms), text: inDigits(ms, DIGITS) })),
  };
}

/** Powers of ten come first. 5 and 2 times these follow if there is room. */
function logarithmic([least, most]: Pair, range: Pair, apart: number): TimeAxis {
  const scale = scaleLog([least / 1.1, most * 1.1], range).clamp(true);
  const [from, until] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const wanted = [1, 5, 2].flatMap((factor) =>
    Array.from({ length: until - from + 1 }, (_, index) => factor * 10 ** (from + index)),
  );
  const inside = wanted.filter((ms) => ms >= least / 1.1 && ms <= most * 1.1);
  const ticks = inside.map((ms) => ({ at: scale(ms), text: inDigits(ms, DIGITS) }));
  return { at: scale, ticks: withRoom(ticks, apart) };
}

function numberOfTicks([from, until]: Pair, apart: number): number {
  return Math.max(2, Math.floor(Math.abs(until - from) / apart));
}
