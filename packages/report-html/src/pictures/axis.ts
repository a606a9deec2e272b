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
  const lineAt = ({ at }: Tick) => `M${round(at)} ${top}V${bottom}`;
  const texts = ticks.map(
    ({ at, text }) => markup`<text class="tick" x="${round(at)}" y="${bottom + 16}">${text}</text>`,
  );
  const title =
    name !== "" &&
    markup`<text class="axis-name" x="${round((left + right) / 2)}" y="${bottom + 34}">${name}</text>`;
  return markup`${drawLines(ticks, lineAt)}${texts}${title}\n`;
}

/** Horizontal lines, with numbers to their left and the name of the axis above them. Needs 20 pixels above the area. */
export function drawLeftAxis(ticks: readonly Tick[], area: Area, name: string): Markup {
  return markup`${drawLeftTicks(ticks, area)}<text class="small soft" x="0" y="${area.top - 10}">${name}</text>\n`;
}

/** The same without a name. */
export function drawLeftTicks(ticks: readonly Tick[], { left, right }: Pick<Area, "left" | "right">): Markup {
  const texts = ticks.map(
    ({ at, text }) => markup`<text class="tick-left" x="${left - 6}" y="${round(at + 4)}">${text}</text>`,
  );
  return markup`${drawLines(ticks, ({ at }) => `M${left} ${round(at)}H${right}`)}${texts}`;
}

/** One element for all lines of a grid, and one for those that stand out. */
function drawLines(ticks: readonly Tick[], lineAt: (tick: Tick) => string): Markup {
  const [main, others] = [ticks.filter(({ isMain }) => isMain), ticks.filter(({ isMain }) => !isMain)];
  const drawn = (name: string, own: readonly Tick[]) =>
    own.length > 0 && markup`<path class="${name}" d="${own.map(lineAt).join("")}"/>`;
  return markup`${drawn("grid", others)}${drawn("one", main)}`;
}
