import { type BenchmarkResult, isMatrix, type LimitRow, limitRows } from "@wireduel/core/report";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import { drawBottomAxis, type Tick, withRoom } from "./axis.js";
import { inDigits } from "./digits.js";
import { drawEstimate, drawInterval, drawRounds, MOST_ROUNDS_APART } from "./interval.js";
import { signed } from "./limit-signs.js";
import { adapterClass } from "./look.js";
import type { Drawing, PicturesOf } from "./picture.js";
import { round } from "./pixels.js";
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
      draw: (width) => draw(stored, rows, width),
      table: {
        kind: "table",
        head: ["", "value", "limit", "interval", "answer", "why", "value of each round"],
        rows: rows.map(({ limit, allowed, measured, word, why, rounds }) => [
          ...[limit.label, limit.value, allowed, measured || "-", signed(word), why || "-"],
          rounds.map(inWords).join(", ") || "-",
        ]),
        names: 7,
      },
    },
  ];
};

function draw(result: BenchmarkResult, rows: readonly LimitRow[], width: number): Drawing {
  const apart = rows.reduce((sum, { rounds }) => sum + rounds.length, 0) <= MOST_ROUNDS_APART;
  return {
    width,
    height: rows.length * (ROW + BELOW),
    content: markup`${rows.map((row, index) => {
      const classes = `${CLASSES[row.word]} ${adapterClass(result, row.limit.label)}`;
      return drawRow(row, { classes, width, top: index * (ROW + BELOW), apart });
    })}`,
  };
}

interface Place {
  /** Its answer, and its adapter. */
  readonly classes: string;
  readonly width: number;
  readonly top: number;
  /** Whether each round is an element with its own number. */
  readonly apart: boolean;
}

function drawRow(row: LimitRow, { classes, width, top, apart }: Place): Markup {
  const { limit, interval, word, allowed, measured, rounds, unit } = row;
  const said = signed(word);
  const name = `${limit.label}, ${limit.value}`;
  const bottom = top + ROW;
  const scale = scaleOf(row, [SIDE, width - SIDE]);
  const x = round(scale(limit.bound));
  const [from, until] = interval?.betterLarge ? [SIDE, x] : [x, width - SIDE];
  const y = top + 72;
  const dots = drawRounds(rounds, scale, y, apart ? (one) => `${inWords(one)} ${unit}` : undefined);
  return markup`<g class="${classes}"><title>${name}: ${allowed}, measured ${measured || "nothing"}: ${word}</title>
<text class="name" x="${SIDE}" y="${top + 16}">${shorten(name, width - 2 * SIDE - widthOf(said) - 10)}</text>
<text class="said" x="${width - SIDE}" y="${top + 16}">${said}</text>
<text class="small soft" x="${SIDE}" y="${top + 33}">allowed: ${allowed}</text>
<text class="small soft" x="${SIDE}" y="${top + 49}">measured: ${measured || "no interval"}</text>
<rect class="beyond" x="${round(from)}" y="${top + 58}" width="${round(Math.max(0, until - from))}" height="${ROW - 58}"/>
${drawBottomAxis(ticksOf(scale, width), { left: SIDE, right: width - SIDE, top: top + 58, bottom }, unit)}
<line class="limit" x1="${x}" x2="${x}" y1="${top + 56}" y2="${bottom}"/>
${interval !== null && drawInterval(interval, scale, y)}${dots}${drawEstimate(interval?.median ?? null, scale, y)}</g>\n`;
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

function ticksOf(scale: Scale, width: number): Tick[] {
  const ticks = scale.ticks(Math.max(2, Math.floor((width - 2 * SIDE) / APART)));
  // Powers of ten first, for a logarithmic axis.
  const wanted = ticks.toSorted((a, b) => Number(isPower(b)) - Number(isPower(a)));
  return withRoom(
    wanted.map((value) => ({ at: scale(value), text: inDigits(value, 6) })),
    APART / 2,
  );
}

function isPower(value: number): boolean {
  return Number.isInteger(Math.log10(value));
}

/** As many digits as the interval has. */
function inWords(value: number): string {
  return inDigits(value, 4);
}
