import type { BenchmarkResult } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";

/** How many colours and dashes there are. */
const COLOURS = 8;
const DASHES = 3;

/** How one adapter looks in every picture, so that a reader finds it again. Colour is never the only difference. */
export interface Look {
  /** The classes of its elements: they set its colour and its dashes, and name it for the script: `a3`. */
  readonly classes: string;
  /**
   * A small mark of its own shape, with its centre at a point.
   * @param value what it says when it is pointed at. Default: nothing.
   */
  mark(x: number, y: number, value?: string): Markup;
  /** The same at several points, as one element. */
  marks(points: readonly Point[]): Markup;
}

/** The class of an adapter's elements where colours have another meaning. The script finds them by it, too. */
export function adapterClass({ timings }: Pick<BenchmarkResult, "timings">, label: string): string {
  return `a${timings.findIndex((timing) => timing.label === label)}`;
}

/** A point of a picture, in pixels: to the right and downwards. */
export type Point = readonly [x: number, y: number];

/**
 * The look of an adapter.
 * @param index its index in the result
 */
export function lookOf(index: number): Look {
  const colour = index % COLOURS;
  const dash = Math.floor(index / COLOURS) % DASHES;
  const shape = SHAPES[index % SHAPES.length] ?? "";
  const marks = (points: readonly Point[], value = "") => {
    const d = points.map(([x, y]) => `M${x} ${y}${shape}`).join("");
    if (value === "") return markup`<path class="mark" d="${d}"/>`;
    return markup`<path class="mark" d="${d}"><title>${value}</title></path>`;
  };
  return { classes: `c${colour} d${dash} a${index}`, mark: (x, y, value) => marks([[x, y]], value), marks };
}

/**
 * A square, a triangle, a diamond, a cross and a circle, each drawn from its centre. Their number and that of the colours have no
 * common divisor, so two adapters have both in common only if they are 40 places apart.
 */
const SHAPES = [
  "m-4 -4h8v8h-8z",
  "m0 -5l5 9h-10z",
  "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
  "m-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z",
  "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
];
