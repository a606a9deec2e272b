import { type Markup, markup } from "../markup/markup.js";
import { round } from "./pixels.js";

/** A line of a grid, with its number. */
export interface Tick {
  /** Where it is, in pixels. */
  readonly at: number;
  readonly text: string;
  /** Whether its line stands out. */
  readonly isMain?: boolean;
}

/** Those that keep a distance from each other, in pixels. The first ones are wanted most. */
export function withRoom(ticks: readonly Tick[], apart: number): Tick[] {
  const taken: Tick[] = [];
  for (const tick of ticks) {
    if (taken.every(({ at }) => Math.abs(at - tick.at) >= apart)) taken.push(tick);
  }
  return taken.toSorted((a, b) => a.at - b.at);
}

/** The area of a picture inside its axes, in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Vertical lines, with numbers below them and the name of the axis, if any, below these. Needs 40 pixels below the area. */
export function drawBottomAxis(
  ticks: readonly Tick[],
  { left, right, top, bottom }: Area,
  name = "",
): Markup {
  return markup`${ticks.map(({ at, text, isMain }) => {
    const x = round(at);
    return markup`<line class="${isMain ? "one" : "grid"}" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text class="tick" x="${x}" y="${bottom + 16}">${text}</text>`;
  })}${name !== "" && markup`<text class="axis-name" x="${round((left + right) / 2)}" y="${bottom + 34}">${name}</text>`}\n`;
}

/** Horizontal lines, with numbers to their left and the name of the axis above them. Needs 20 pixels above the area. */
export function drawLeftAxis(ticks: readonly Tick[], { left, right, top }: Area, name: string): Markup {
  return markup`${ticks.map(({ at, text }) => {
    const y = round(at);
    return markup`<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text class="tick-left" x="${left - 6}" y="${round(at + 4)}">${text}</text>`;
  })}<text class="small soft" x="0" y="${top - 10}">${name}</text>\n`;
}
