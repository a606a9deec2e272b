import { type Markup, markup } from "../markup/markup.js";

/** How many colours and dashes there are. */
const COLOURS = 8;
const DASHES = 3;

/** How one adapter looks in every picture, so that a reader finds it again. Colour is never the only difference. */
export interface Look {
  /** The classes of its elements: they set its colour and its dashes, and name it for the script: `a3`. */
  readonly classes: string;
  /** A small mark of its own shape, with its centre at a point. */
  mark(x: number, y: number): Markup;
}

/**
 * The look of an adapter.
 * @param index its index in the result
 */
export function lookOf(index: number): Look {
  const colour = index % COLOURS;
  const dash = Math.floor(index / COLOURS) % DASHES;
  return {
    classes: `c${colour} d${dash} a${index}`,
    mark: (x, y) => markup`<path class="mark" d="M${x} ${y}${SHAPES[index % SHAPES.length] ?? ""}"/>`,
  };
}

/** A square, a triangle, a diamond and a cross, each drawn from its centre. */
const SHAPES = [
  "m-4 -4h8v8h-8z",
  "m0 -5l5 9h-10z",
  "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
  "m-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z",
];
