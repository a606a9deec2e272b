// How pictures show what rounds say about a value: its interval, the estimate, and a dot for each round.
import { type Markup, markup } from "../markup/markup.js";
import { drawDots } from "./dots.js";
import { round } from "./pixels.js";

/** Where a value is, in pixels. */
interface Scale {
  (value: number): number;
  range(): number[];
}

/** The ends of an interval. Null if an end is not known. */
interface Ends {
  readonly low: number | null;
  readonly high: number | null;
}

/** A line. An end that is not known reaches to the end of the axis, and the line is dashed. */
export function drawInterval({ low, high }: Ends, scale: Scale, y: number): Markup {
  if (low === null && high === null) return markup``;
  const [left = 0, right = 0] = scale.range();
  const open = low === null || high === null ? " open" : "";
  const [from, until] = [low === null ? left : scale(low), high === null ? right : scale(high)];
  return markup`<line class="interval${open}" x1="${round(from)}" x2="${round(until)}" y1="${y}" y2="${y}"/>`;
}

/** A diamond. */
export function drawEstimate(value: number | null, scale: Scale, y: number): Markup {
  if (value === null) return markup``;
  return markup`<path class="estimate" d="M${round(scale(value))} ${y - 7}l6 7l-6 7l-6 -7z"/>`;
}

/** With more rounds in a picture, those of an adapter are one element, and only the table tells their numbers. */
export const MOST_ROUNDS_APART = 60;

/**
 * Dots, by turns above and below the interval, so that fewer of them hide each other.
 * @param inWords the number of a round. Undefined: no round is an element of its own.
 */
export function drawRounds(
  rounds: readonly number[],
  scale: Scale,
  y: number,
  inWords: ((value: number) => string) | undefined,
): Markup {
  const points = rounds.map((one, index) => [round(scale(one)), y + (index % 2 === 0 ? -6 : 6)] as const);
  if (inWords === undefined) return drawDots(points);
  return markup`${points.map(
    ([x, top], index) =>
      markup`<circle cx="${x}" cy="${top}" r="2.5"><title>${inWords(rounds[index] ?? 0)}</title></circle>`,
  )}`;
}
