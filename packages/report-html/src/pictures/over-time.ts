import {
  type BenchmarkResult,
  formatTime,
  isMatrix,
  type PicturedTime,
  picturedTimes,
} from "@wireduel/core/report";
import { scaleLinear } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import { type Drops, type Payload, type SentPayloads, sentPayloads } from "../times/sent-payloads.js";
import { fairShares, thin } from "../times/thin.js";
import { drawBottomAxis, drawLeftTicks, type Tick } from "./axis.js";
import { inDigits } from "./digits.js";
import { drawDots } from "./dots.js";
import { drawLabel } from "./label.js";
import { largest } from "./largest.js";
import { lookOf, type Point } from "./look.js";
import { payloadTable } from "./payload-table.js";
import type { Drawing, PicturesOf } from "./picture.js";
import { round } from "./pixels.js";
import { saidOf } from "./standing.js";
import { isDrawable, type TimeAxis, timeAxis } from "./time-axis.js";

const LEFT = 52;
const RIGHT = 14;
const TOP = 4;
const LABEL = 28;
const GAP = 16;
const BOTTOM = 44;
/** Room for those that failed, above the others. */
const FAULTS = 10;
/** The height of a panel, with few adapters and with many. */
const TALL = 96;
const LOW = 60;
const FEW_PANELS = 4;
/** How many dots a picture has. It is drawn for two widths. */
const MOST_DOTS = 750;
/** With more, the dots of an adapter are one element, and so are its crosses. */
const MOST_ELEMENTS = 120;

/** Each payload of the typical rounds: when it was sent, and how long it took. */
export const overTime: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const [time] = picturedTimes(stored);
  if (time === undefined) return [];
  const timings = sentPayloads(stored, time);
  const panels = panelsOf(timings, stored);
  if (panels.length === 0) return [];
  const { table, note } = payloadTable(timings);
  return [
    {
      id: "over-time",
      title: "Each payload over time",
      description: descriptionOf(time, panels, stored.settings.rounds > 1),
      notes: [...aboutUnlisted(timings), ...aboutThinning(panels), ...note],
      draw: (width) => draw(panels, width),
      table,
    },
  ];
};

function descriptionOf({ name, meaning }: PicturedTime, panels: readonly Panel[], several: boolean): string {
  const round = several ? " of the adapter's typical round" : "";
  return [
    `Each dot is a payload${round}: farther to the right it was sent later, and higher up its ${name} is longer (${meaning}).`,
    "The line is the median.",
    isMany(panels) && "The large dot is the slowest of them.",
    panels.some(({ crosses }) => crosses.length > 0) && "A cross is a payload that failed or was damaged.",
    panels.some(({ drops }) => drops.length > 0) &&
      "A bar at the top is a time in which payloads were dropped.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

function isMany(panels: readonly Panel[]): boolean {
  return panels.reduce((sum, { dots }) => sum + dots.length, 0) > MOST_ELEMENTS;
}

/** What is drawn of a timing. */
interface Panel extends SentPayloads {
  readonly dots: readonly Payload[];
  readonly crosses: readonly Payload[];
  /** What stands beside its label. */
  readonly said: string;
}

function panelsOf(timings: readonly SentPayloads[], result: BenchmarkResult): Panel[] {
  const shown = timings.filter(({ payloads }) => payloads.length > 0);
  const shares = fairShares(
    shown.map(({ payloads }) => payloads.length),
    MOST_DOTS,
  );
  return shown.map((timing, index) => {
    const most = Math.max(3, shares[index] ?? 0);
    const drawable = timing.payloads.filter(({ afterMs }) => isDrawable(afterMs));
    const { label, medianMs } = timing;
    const median = medianMs === undefined ? "no median" : `median ${formatTime(medianMs)} ms`;
    return {
      ...timing,
      said: saidOf(result, label, median),
      dots: thin(
        drawable.filter(({ ms, fault }) => fault === "" && isDrawable(ms)),
        most,
      ),
      crosses: thin(
        drawable.filter(({ fault }) => fault !== ""),
        Math.max(3, Math.floor(most / 4)),
      ),
    };
  });
}

function aboutThinning(panels: readonly Panel[]): string[] {
  const all = panels.reduce((sum, { payloads }) => sum + payloads.length, 0);
  const drawn = panels.reduce((sum, { dots, crosses }) => sum + dots.length + crosses.length, 0);
  if (drawn === all) return [];
  return [
    `${inDigits(drawn)} of these ${inDigits(all)} payloads are drawn: of each few in a row the fastest, the slowest, and one in the middle.`,
  ];
}

function aboutUnlisted(timings: readonly SentPayloads[]): string[] {
  const listed = timings.reduce((sum, { payloads }) => sum + payloads.length, 0);
  const unlisted = timings.reduce((sum, timing) => sum + timing.unlisted, 0);
  const none = timings.filter((timing) => timing.payloads.length === 0 && timing.unlisted > 0);
  const without = none.map(({ label }) => label).join(", ");
  return [
    unlisted > 0 &&
      `The result lists the first payloads of a round: ${inDigits(listed)} of ${inDigits(listed + unlisted)}.`,
    none.length > 0 && `It lists none of ${without}.`,
  ].filter((sentence) => sentence !== false);
}

/** What all panels share. */
interface Frame {
  readonly width: number;
  /** Where a time after the begin of the round is, in pixels. */
  readonly x: (afterMs: number) => number;
  /** How long a payload took, in pixels below the top of a panel's area. */
  readonly y: TimeAxis;
  /** Whether each payload is an element with its own numbers. */
  readonly apart: boolean;
  /** The same for those that failed. */
  readonly crossesApart: boolean;
}

function draw(panels: readonly Panel[], width: number): Drawing {
  const height = panels.length > FEW_PANELS ? LOW : TALL;
  const lacking = panels.some(({ crosses, drops }) => crosses.length + drops.length > 0);
  const dots = panels.flatMap((panel) => panel.dots);
  const y = timeAxis(
    dots.map(({ ms }) => ms),
    [height, lacking ? FAULTS : 0],
    22,
  );
  const x = xAxis(panels, [LEFT, width - RIGHT]);
  const crosses = panels.reduce((sum, panel) => sum + panel.crosses.length, 0);
  const frame = {
    width,
    x: x.at,
    y,
    apart: !isMany(panels),
    crossesApart: crosses <= MOST_ELEMENTS,
  };
  const step = LABEL + height + GAP;
  const bottom = TOP + panels.length * step - GAP;
  const area = { left: LEFT, right: width - RIGHT, top: TOP + LABEL, bottom };
  return {
    width,
    height: bottom + BOTTOM,
    content: markup`${drawBottomAxis(x.ticks, area, x.name)}${panels.map((panel, index) => drawPanel(panel, TOP + index * step, frame))}`,
  };
}

/** From this many milliseconds on, seconds are easier to read. */
const LONG_MS = 2_000;

function xAxis(
  panels: readonly Panel[],
  range: readonly [number, number],
): { at(ms: number): number; ticks: readonly Tick[]; name: string } {
  const times = panels.flatMap(({ dots, crosses, drops }) => [
    ...[...dots, ...crosses].map(({ afterMs }) => afterMs),
    ...drops.map(({ untilMs }) => untilMs).filter(isDrawable),
  ]);
  const most = Math.max(1, largest(times));
  const [unit, unitMs] = most >= LONG_MS ? ["seconds", 1_000] : ["milliseconds", 1];
  const scale = scaleLinear([0, most / unitMs], range).clamp(true);
  const ticks = scale.ticks(Math.floor((range[1] - range[0]) / 64));
  return {
    at: (ms) => scale(ms / unitMs),
    ticks: ticks.map((one) => ({ at: scale(one), text: inDigits(one) })),
    name: `${unit} since the round began`,
  };
}

function drawPanel(panel: Panel, top: number, frame: Frame): Markup {
  const { width, x, y, apart } = frame;
  const { label, index, dots, crosses, drops, medianMs, said } = panel;
  const above = top + LABEL;
  const pointOf = ({ afterMs, ms }: Payload): Point => [x(afterMs), above + y.at(ms)];
  const slowest = dots.reduce<Payload | undefined>(
    (most, one) => (most && most.ms >= one.ms ? most : one),
    undefined,
  );
  const ticks = y.ticks.map(({ at, text }) => ({ at: above + at, text }));
  const own = apart ? dots : dots.filter((one) => one === slowest);
  const level =
    medianMs !== undefined &&
    markup`<path class="level" d="M${LEFT} ${round(above + y.at(medianMs))}H${width - RIGHT}"/>`;
  return markup`<g class="${lookOf(index).classes}">${drawLabel(label, index, said, { left: LEFT, right: width - RIGHT, top })}
<text class="tick-left" x="${LEFT - 6}" y="${top + 15}">ms</text>
${drawLeftTicks(ticks, { left: LEFT, right: width - RIGHT })}${level}${drawDots(apart ? [] : dots.map(pointOf))}${own.map((one) => drawDot(one, pointOf))}
${drawCrosses(crosses, pointOf, above, frame.crossesApart)}${drops.map((one) => drawDrops(one, x, above))}</g>\n`;
}

/** A larger dot, with its own numbers. */
function drawDot(one: Payload, pointOf: (one: Payload) => Point): Markup {
  const [x, y] = pointOf(one).map(round) as [number, number];
  return markup`<path class="dots big" d="M${x} ${y}h0"><title>payload ${one.number + 1}: ${formatTime(one.ms)} ms, sent after ${formatTime(one.afterMs)} ms</title></path>`;
}

/** A payload that failed has no time, so its cross is above all others. */
function drawCrosses(
  crosses: readonly Payload[],
  pointOf: (one: Payload) => Point,
  above: number,
  apart: boolean,
): Markup {
  const lines = crosses.map((one) => {
    const [x, y] = pointOf(one);
    return `M${round(x - 3)} ${isDrawable(one.ms) ? round(y - 3) : above}l6 6m0 -6l-6 6`;
  });
  if (!apart) return markup`<path class="fault" d="${lines.join("")}"/>`;
  return markup`${crosses.map(
    ({ number, fault, afterMs }, index) =>
      markup`<path class="fault" d="${lines[index] ?? ""}"><title>payload ${number + 1}: ${fault}, sent after ${formatTime(afterMs)} ms</title></path>`,
  )}`;
}

function drawDrops({ fromMs, untilMs, count }: Drops, x: Frame["x"], above: number): Markup {
  const [from, until] = [x(fromMs), x(untilMs)].map(round) as [number, number];
  return markup`<rect class="drops" x="${from}" y="${above - 6}" width="${round(until - from)}" height="4"><title>${inDigits(count)} dropped after ${formatTime(fromMs)} to ${formatTime(untilMs)} ms</title></rect>`;
}
