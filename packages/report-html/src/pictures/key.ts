import { type Markup, markup } from "../markup/markup.js";
import { labelIn } from "./label.js";
import type { Look } from "./look.js";
import { shorten, widthOf } from "./shorten.js";

const LINE = 22;
const SIDE = 14;
const MARK = 18;

/** The mark of what is a colour alone. The text beside it says what it is. */
export function square(x: number, y: number): Markup {
  return markup`<rect x="${x - 5}" y="${y - 5}" width="10" height="10"/>`;
}

/** A key, and how high it is, in pixels. */
export interface Key {
  readonly height: number;
  readonly content: Markup;
}

/**
 * The key of a picture: the mark of each adapter with its label, in as many lines as they need.
 * @param width the width that there is, in pixels
 */
export function keyOf(
  entries: readonly { readonly look: Pick<Look, "classes" | "mark">; readonly label: string }[],
  width: number,
): Key {
  let [x, line] = [SIDE, 0];
  const content = entries.map(({ look, label }) => {
    const room = width - 2 * SIDE - MARK;
    const needed = MARK + widthOf(shorten(label, room)) + SIDE;
    if (x > SIDE && x + needed > width) [x, line] = [SIDE, line + 1];
    const y = line * LINE + LINE / 2;
    const drawn = markup`<g class="key ${look.classes}">${look.mark(x + 5, y)}<text x="${x + MARK}" y="${y + 4}">${labelIn(label, room)}</text></g>\n`;
    x += needed;
    return drawn;
  });
  return { height: (line + 1) * LINE, content: markup`${content}` };
}
