import { isMatrix, type LimitRow, limitRows } from "@wireduel/core/report";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import { drawBottomAxis } from "./axis.js";
import { signed } from "./limit-signs.js";
import type { Drawing, PicturesOf } from "./picture.js";
import { round } from "./ratio-axis.js";
import { shorten, widthOf } from "./shorten.js";

const SIDE = 14;
/** From the top of a limit to its axis, and from there to the next one. */
const [ROW, BELOW] = [88, 56];
/** The space between two numbers of an axis. */
const APART = 70;
/** From this factor between the largest and the smallest value on, the axis is logarithmic. */
const FAR = 8;

/** Absolute limits: where the rounds are, and where the limit is. */
export const limitPlot: PicturesOf = (stored, { limits }) => {
  if (isMatrix(stored) || limits.length === 0) return [];
  const rows = limitRows(stored, limits);
  return [
    {
      id: "limits",
      title: limits.length === 1 ? "The limit" : "The limits",
      description:
        "The dashed line is the limit, and what is beyond it is shaded. The thick line is the interval of the value over all possible rounds, the diamond is the median, and each dot is a round. A limit is kept if the whole interval keeps it, and exceeded if the whole interval is beyond it.",
      draw: (width) => draw(rows, width),
      table: {
        kind: "table",
        head: ["", "value", "limit", "interval", "answer", "why", "value of each round"],
        rows: rows.map(({ limit, allowed, measured, word, why, rounds }) => [
          ...[limit.label, limit.value, allowed, measured || "-", signed(word), why || "-"],
          rounds.map((one) => String(Number(one.toPrecision(4)))).join(", ") || "-",
        ]),
        names: 6,
      },
    },
  ];
};

function draw(rows: readonly LimitRow[], width: number): Drawing {
  return {
    width,
    height: rows.length * (ROW + BELOW),
    content: markup`${rows.map((row, index) => drawRow(row, width, index * (ROW + BELOW)))}`,
  };
}

function drawRow(row: LimitRow, width: number, top: number): Markup {
  const { limit, interval, word, allowed, measured, rounds, unit } = row;
  const said = signed(word);
  const name = `${limit.label}, ${limit.value}`;
  const bottom = top + ROW;
  const scale = scaleOf(row, [SIDE, width - SIDE]);
  const x = round(scale(limit.bound));
  const [from, until] = interval?.betterLarge ? [SIDE, x] : [x, width - SIDE];
  const y = top + 72;
  const dots = rounds.map(
    (one, index) =>
      markup`<circle cx="${round(scale(one))}" cy="${y + (index % 2 === 0 ? -6 : 6)}" r="2.5"><title>${Number(one.toPrecision(4))} ${unit}</title></circle>`,
  );
  return markup`<g class="${CLASSES[word]}"><title>${name}: ${allowed}, measured ${measured || "nothing"}: ${word}</title>
<text class="name" x="${SIDE}" y="${top + 16}">${shorten(name, width - 2 * SIDE - widthOf(said) - 10)}</text>
<text class="said" x="${width - SIDE}" y="${top + 16}">${said}</text>
<text class="small soft" x="${SIDE}" y="${top + 33}">allowed: ${allowed}</text>
<text class="small soft" x="${SIDE}" y="${top + 49}">measured: ${measured || "no interval"}</text>
<rect class="beyond" x="${round(from)}" y="${top + 58}" width="${round(Math.max(0, until - from))}" height="${ROW - 58}"/>
${drawBottomAxis(ticksOf(scale, width), { left: SIDE, right: width - SIDE, top: top + 58, bottom }, unit)}
<line class="limit" x1="${x}" x2="${x}" y1="${top + 56}" y2="${bottom}"/>
${drawInterval(row, scale, y)}${dots}${drawMedian(interval?.median ?? null, scale, y)}</g>\n`;
}

const CLASSES = { kept: "same", exceeded: "slower", undecided: "undecided", "no answer": "invalid" } as const;

type Scale = ScaleContinuousNumeric<number, number>;

/** An axis with room for the limit, the interval and all rounds. */
function scaleOf({ limit, interval, rounds }: LimitRow, range: readonly [number, number]): Scale {
  const ends = [interval?.low, interval?.high].filter((one) => typeof one === "number");
  const values = [limit.bound, ...ends, ...rounds];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least > 0 && most / least >= FAR) return scaleLog([least / 1.2, most * 1.2], range);
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  // No value is below 0, unless the clocks of two machines make it so.
  return scaleLinear([least >= 0 ? Math.max(0, least - room) : least - room, most + room], range);
}

function ticksOf(scale: Scale, width: number) {
  const ticks = scale.ticks(Math.max(2, Math.floor((width - 2 * SIDE) / APART)));
  // Powers of ten first, for a logarithmic axis.
  const wanted = ticks.toSorted((a, b) => Number(isPower(b)) - Number(isPower(a)));
  const taken: number[] = [];
  for (const value of wanted) {
    if (taken.every((other) => Math.abs(scale(other) - scale(value)) >= APART / 2)) taken.push(value);
  }
  return taken.map((value) => ({
    at: scale(value),
    text: value.toLocaleString("en-US", { maximumSignificantDigits: 6 }),
  }));
}

function isPower(value: number): boolean {
  return Number.isInteger(Math.log10(value));
}

/** An end that is not known reaches to the end of the axis, and is dashed. */
function drawInterval({ interval }: LimitRow, scale: Scale, y: number): Markup {
  if (interval === null || (interval.low === null && interval.high === null)) return markup``;
  const { low, high } = interval;
  const [left, right] = scale.range() as [number, number];
  const open = low === null || high === null ? " open" : "";
  const [from, until] = [low === null ? left : scale(low), high === null ? right : scale(high)];
  return markup`<line class="interval${open}" x1="${round(from)}" x2="${round(until)}" y1="${y}" y2="${y}"/>`;
}

function drawMedian(median: number | null, scale: Scale, y: number): Markup {
  if (median === null) return markup``;
  return markup`<path class="estimate" d="M${round(scale(median))} ${y - 7}l6 7l-6 7l-6 -7z"/>`;
}
