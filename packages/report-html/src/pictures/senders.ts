import {
  type BenchmarkResult,
  formatTime,
  isMatrix,
  type PicturedSender,
  type PicturedSenders,
  picturedSenders,
  type TimingSenders,
} from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import { drawBottomAxis } from "./axis.js";
import { drawLabel, type LabelPlace } from "./label.js";
import { lookOf } from "./look.js";
import type { Drawing, PicturesOf, Table } from "./picture.js";
import { round } from "./pixels.js";
import { labelInTable, saidOf } from "./standing.js";
import { isDrawable, type TimeAxis, timeAxis } from "./time-axis.js";

const SIDE = 14;
const TOP = 8;
const BOTTOM = 40;
/** The line with the label of an adapter. */
const LABEL = 22;
/** The distance of two senders. */
const SENDER = 12;
const GAP = 8;

/** Whether several senders of an adapter were alike. */
export const senders: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const pictured = picturedSenders(stored);
  if (pictured === null) return [];
  const { time, timings } = pictured;
  return [
    {
      id: "senders",
      title: `The ${time.name} of each sender`,
      description:
        "The typical round of each adapter. Each line is a sender, the first one on top: from the median of its own payloads, which " +
        "is the tick, to their p99. A sender with too few payloads for a p99 has only the tick. A cross marks one that failed, was " +
        "lost or was saturated.",
      notes: timings.flatMap(othersInWords),
      draw: (width) => draw(pictured, stored, width),
      table: tableOf(pictured, stored),
    },
  ];
};

function othersInWords({ label, senders: { length }, others }: TimingSenders): string[] {
  if (others === 0) return [];
  return [`Of the ${length + others} senders of ${label}, those ${length} are shown that stand out.`];
}

function draw({ time, timings }: PicturedSenders, result: BenchmarkResult, width: number): Drawing {
  const all = timings.flatMap(({ senders: own }) => own);
  const axis = timeAxis(
    all.flatMap(({ p50, p99 }) => [p50, p99]).filter((ms) => ms !== null),
    [SIDE, width - SIDE],
    70,
  );
  let top = TOP;
  const rows = timings.map((timing) => {
    const said = saidOf(result, timing.label, `${timing.senders.length + timing.others} senders`);
    const drawn = drawTiming(timing, said, axis, { left: SIDE, right: width - SIDE, top });
    top += LABEL + timing.senders.length * SENDER + GAP;
    return drawn;
  });
  const area = { left: SIDE, right: width - SIDE, top: TOP, bottom: top };
  return {
    width,
    height: top + BOTTOM,
    content: markup`${drawBottomAxis(axis.ticks, area, `${time.name}, ms`)}${rows}`,
  };
}

function drawTiming(
  { label, index, senders: own }: TimingSenders,
  said: string,
  { at }: TimeAxis,
  place: LabelPlace,
): Markup {
  const lines = own.map((sender, row) => {
    const y = place.top + LABEL + SENDER / 2 + row * SENDER;
    return markup`${drawSender(sender, at, y)}${sender.standing !== "" && drawCross(sender, y)}`;
  });
  return markup`<g class="${lookOf(index).classes}">${drawLabel(label, index, said, place)}
${lines}</g>\n`;
}

function drawSender(sender: PicturedSender, at: TimeAxis["at"], y: number): Markup {
  const { p50, p99 } = sender;
  if (p50 === null || !isDrawable(p50)) return markup``;
  const from = round(at(p50));
  const line =
    p99 !== null &&
    isDrawable(p99) &&
    markup`<path class="half" d="M${from} ${y}H${round(at(p99))}"><title>${senderInWords(sender)}</title></path>`;
  return markup`${line}<path class="median" d="M${from} ${y - 4}v8"/>`;
}

function drawCross(sender: PicturedSender, y: number): Markup {
  return markup`<path class="fault" d="M${SIDE - 11} ${y - 3}l6 6m0 -6l-6 6"><title>${senderInWords(sender)}</title></path>`;
}

/** `sender 2 (saturated): median 0.2 ms, p99 0.4 ms, 12,000 per s` */
function senderInWords({ label, standing, p50, p99, perSecond }: PicturedSender): string {
  const known = [
    p50 !== null && `median ${formatTime(p50)} ms`,
    p99 !== null && `p99 ${formatTime(p99)} ms`,
    perSecond !== null && `${perSecond} per s`,
  ].filter((part) => part !== false);
  return `${label}${standing === "" ? "" : ` (${standing})`}: ${known.join(", ") || "nothing measured"}`;
}

function tableOf({ timings }: PicturedSenders, result: BenchmarkResult): Table {
  const text = (ms: number | null) => (ms === null ? "-" : formatTime(ms));
  return {
    kind: "table",
    head: ["", "sender", "", "median, ms", "p99, ms", "per s"],
    rows: timings.flatMap(({ label, senders: own }) =>
      own.map((sender) => [
        labelInTable(result, label),
        sender.label,
        sender.standing,
        text(sender.p50),
        text(sender.p99),
        sender.perSecond ?? "-",
      ]),
    ),
    names: 3,
  };
}
