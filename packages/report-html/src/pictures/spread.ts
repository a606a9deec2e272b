import { formatTime, isMatrix, picturedTimes } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import { quantileOf } from "../times/distribution.js";
import { aboutBroken, type Measured, type MeasuredRound, measuredTimes } from "../times/measured.js";
import { drawBottomAxis } from "./axis.js";
import { MOST_ROUNDS_APART } from "./interval.js";
import { drawLabel } from "./label.js";
import { lookOf } from "./look.js";
import type { Drawing, PicturesOf, Table } from "./picture.js";
import { round } from "./pixels.js";
import { isDrawable, type TimeAxis, timeAxis } from "./time-axis.js";

const SIDE = 14;
const TOP = 8;
const BOTTOM = 40;
/** The line with the label. */
const LABEL = 22;
const GAP = 12;
/** The distance of two rounds, if there are few and if there are many. */
const ROUND = 8;
const CLOSE_ROUND = 5;
const FEW_ROUNDS = 12;
/** More rounds lie on top of each other. */
const MOST_LINES = 30;
/** Fewer payloads have no quarters. */
const LEAST_FOR_HALF = 5;

/** How the times of each round are spread. */
export const spread: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const [time] = picturedTimes(stored);
  if (time === undefined) return [];
  const timings = measuredTimes(stored, time);
  if (timings.every((one) => stripsOf(one).length === 0)) return [];
  const blocks = [...new Set(timings.flatMap(({ rounds }) => rounds.map(({ block }) => block)))].toSorted(
    (a, b) => a - b,
  );
  return [
    {
      id: "spread",
      title: `How much the ${time.name} varies${blocks.length > 1 ? ", round by round" : ""}`,
      description: descriptionOf(blocks.length, timings),
      notes: aboutBroken(timings),
      draw: (width) => draw(timings, { width, blocks, name: `${time.name}, ms` }),
      table: tableOf(timings, blocks),
    },
  ];
};

function descriptionOf(blocks: number, timings: readonly Measured[]): string {
  const crosses = timings.some(({ rounds }) => rounds.some(({ faults }) => faults !== ""));
  const lines =
    blocks === 1
      ? "The thin line"
      : blocks > MOST_LINES
        ? `The ${blocks} rounds of an adapter lie on top of each other. A thin line`
        : "Each thin line is a round, the first one on top. It";
  return (
    `${lines} reaches from the 5th to the 95th of 100 payloads, so it shows 90 of them. The thick part is the half of the ` +
    `payloads in the middle, and the tick is the median. At the right ${blocks === 1 ? "is the median" : "are the lowest and the highest median"}.` +
    (crosses ? " A cross marks a round that lacks payloads." : "")
  );
}

/** What is drawn of a round, in milliseconds. */
interface Strip {
  readonly block: number;
  readonly ends: readonly [p5: number, p95: number];
  /** Undefined if there are too few payloads. */
  readonly half: readonly [p25: number, p75: number] | undefined;
  readonly median: number;
  readonly samples: number;
}

function stripsOf({ rounds }: Measured): Strip[] {
  return rounds.flatMap((one) => stripOf(one) ?? []);
}

function stripOf({ block, times, summary }: MeasuredRound): Strip | undefined {
  if (times === undefined || times.samples === 0) return undefined;
  const { bins, samples } = times;
  const at = (p: number) => quantileOf({ bins, samples, missing: 0 }, p) ?? 0;
  const strip = { block, ends: [at(0.05), at(0.95)], median: summary?.p50 ?? at(0.5), samples } as const;
  if (![...strip.ends, strip.median].every(isDrawable)) return undefined;
  return { ...strip, half: samples < LEAST_FOR_HALF ? undefined : [at(0.25), at(0.75)] };
}

interface Frame {
  readonly width: number;
  /** The blocks of all rounds, in ascending order. */
  readonly blocks: readonly number[];
  readonly name: string;
}

function draw(timings: readonly Measured[], { width, blocks, name }: Frame): Drawing {
  const strips = timings.map(stripsOf);
  const axis = timeAxis(
    strips.flat().flatMap(({ ends }) => ends),
    [SIDE, width - SIDE],
    70,
  );
  const step = blocks.length > MOST_LINES ? 0 : blocks.length > FEW_ROUNDS ? CLOSE_ROUND : ROUND;
  const height = LABEL + ROUND + (blocks.length - 1) * step + GAP;
  const bottom = TOP + timings.length * height;
  const apart = strips.flat().length <= MOST_ROUNDS_APART;
  const rows = timings.map((timing, index) =>
    drawTiming(timing, strips[index] ?? [], { axis, width, top: TOP + index * height, blocks, step, apart }),
  );
  return {
    width,
    height: bottom + BOTTOM,
    content: markup`${drawBottomAxis(axis.ticks, { left: SIDE, right: width - SIDE, top: TOP, bottom }, name)}${rows}`,
  };
}

interface Place {
  readonly axis: TimeAxis;
  readonly width: number;
  readonly top: number;
  readonly blocks: readonly number[];
  /** From one round to the next one. */
  readonly step: number;
  /** Whether each round is an element with its own numbers. */
  readonly apart: boolean;
}

function drawTiming({ label, index, rounds }: Measured, strips: readonly Strip[], place: Place): Markup {
  const { axis, width, top, blocks, step, apart } = place;
  const yOf = (block: number) => round(top + LABEL + ROUND / 2 + blocks.indexOf(block) * step);
  const crosses = rounds.filter(({ faults }) => faults !== "");
  return markup`<g class="${lookOf(index).classes}">${drawLabel(label, index, mediansInWords(strips), { left: SIDE, right: width - SIDE, top })}
${drawStrips(strips, axis, yOf, apart)}${crosses.map((one) => drawCross(one, yOf(one.block)))}</g>\n`;
}

/** If rounds are elements of their own, their numbers are those of the thick part, which is easy to hit. */
function drawStrips(
  strips: readonly Strip[],
  { at }: TimeAxis,
  yOf: (block: number) => number,
  apart: boolean,
): Markup {
  // Where there are many, a pixel is enough.
  const xOf = (ms: number) => (apart ? round(at(ms)) : Math.round(at(ms)));
  const line = ([from, until]: readonly [number, number], block: number) =>
    `M${xOf(from)} ${yOf(block)}H${xOf(until)}`;
  const ends = strips.map(({ ends: both, block }) => line(both, block)).join("");
  const halves = strips.map(({ half, block }) => (half ? line(half, block) : ""));
  const medians = strips.map(({ median, block }) => `M${xOf(median)} ${yOf(block) - 4}v8`).join("");
  const parts = apart
    ? strips.map((one, index) => drawHalf(halves[index] || line(one.ends, one.block), one))
    : markup`<path class="half" d="${halves.join("")}"/>`;
  return markup`<path class="ends" d="${ends}"/>${parts}<path class="median" d="${medians}"/>`;
}

function drawHalf(line: string, strip: Strip): Markup {
  return markup`<path class="${strip.half ? "half" : "ends"}" d="${line}"><title>${stripInWords(strip)}</title></path>`;
}

function drawCross({ block, faults }: MeasuredRound, y: number): Markup {
  return markup`<path class="fault" d="M${SIDE - 11} ${y - 3}l6 6m0 -6l-6 6"><title>round ${block + 1}: ${faults}</title></path>`;
}

function stripInWords({ block, median, ends: [from, until] }: Strip): string {
  return `round ${block + 1}: median ${formatTime(median)} ms, 90 of 100 payloads ${formatTime(from)} to ${formatTime(until)} ms`;
}

/** `0.112 to 0.131 ms`: the range of the medians. */
function mediansInWords(strips: readonly Strip[]): string {
  if (strips.length === 0) return "nothing measured";
  const medians = strips.map(({ median }) => median);
  const [least, most] = [formatTime(Math.min(...medians)), formatTime(Math.max(...medians))];
  return least === most ? `${least} ms` : `${least} to ${most} ms`;
}

/** A row for each round, a column for each adapter. */
function tableOf(timings: readonly Measured[], blocks: readonly number[]): Table {
  return {
    kind: "table",
    head: ["round: median (5th to 95th of 100 payloads), ms", ...timings.map(({ label }) => label)],
    rows: blocks.map((block) => [
      String(block + 1),
      ...timings.map(({ rounds }) => cellOf(rounds.find((one) => one.block === block))),
    ]),
    names: 1,
  };
}

function cellOf(measured: MeasuredRound | undefined): string {
  if (measured === undefined) return "-";
  const strip = stripOf(measured);
  const numbers = strip && `${formatTime(strip.median)} (${strip.ends.map(formatTime).join(" to ")})`;
  const few = strip && strip.half === undefined && `${strip.samples} payloads`;
  return [numbers, few, measured.faults].filter((part) => part).join(", ") || "-";
}
