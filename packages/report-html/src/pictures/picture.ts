import type { Block, CheckedPageOptions, StoredResult } from "@wireduel/core/report";
import type { Markup } from "../markup/markup.js";

/** A table of numbers. */
export type Table = Extract<Block, { kind: "table" }>;

/** A picture of a result. */
export interface Picture {
  /** Unique on the page. Letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  /** How to read it. */
  readonly description: string;
  /** What it leaves out, one sentence each. */
  readonly notes?: readonly string[];
  /** The numbers behind it. */
  readonly table: Table;
  /**
   * Draws it. It is drawn once for a phone and once for a desk, because text in a picture should have the same size
   * on both.
   * @param width the width that there is, in pixels
   */
  draw(width: number): Drawing;
}

/** What a picture has drawn. It may be wider than there is room: then it scrolls. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The elements of the SVG. */
  readonly content: Markup;
}

/** What the result is judged by. See the options of a page. */
export type Rules = Pick<CheckedPageOptions, "tolerance" | "limits" | "baseline">;

/** Makes the pictures of one kind. None if the result has no data for it. */
export type PicturesOf = (stored: StoredResult, rules: Rules) => readonly Picture[];
