import { type Markup, markup } from "../markup/markup.js";
import { lookOf } from "./look.js";
import { shorten, widthOf } from "./shorten.js";

const MARK = 16;

/** Where a label stands: between two sides, in a line of 22 pixels. */
export interface LabelPlace {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/**
 * The line above a part of a picture: the mark of an adapter, its label, and a few words about it at the right.
 * @param index the index of the adapter in the result
 */
export function drawLabel(
  label: string,
  index: number,
  said: string,
  { left, right, top }: LabelPlace,
): Markup {
  const y = top + 15;
  return markup`${lookOf(index).mark(left + 5, top + 11)}<text class="name" x="${left + MARK}" y="${y}">${labelIn(label, right - left - MARK - widthOf(said) - 10)}</text><text class="said soft" x="${right}" y="${y}">${said}</text>`;
}

/** A label that fits into so many pixels. If that is not all of it, a tooltip has the rest. */
export function labelIn(label: string, width: number): Markup {
  const short = shorten(label, width);
  return markup`${short}${short !== label && markup`<title>${label}</title>`}`;
}
