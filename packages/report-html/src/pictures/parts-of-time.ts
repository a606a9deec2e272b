import { isMatrix, type TimeParts, timePartsOf } from "@wireduel/core/report";
import { scaleLinear } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import type { Drawing, PicturesOf } from "./picture.js";
import { round } from "./ratio-axis.js";
import { shorten, widthOf } from "./shorten.js";

const PARTS = ["encode", "transport", "decode"] as const;
const ROW = 48;
const BAR = 16;
const KEY = 30;
const SIDE = 14;

/** Where the time goes: the parts of a transmission, stacked. */
export const partsOfTime: PicturesOf = (stored) => {
  const rows = isMatrix(stored) ? [] : timePartsOf(stored);
  if (rows.length === 0) return [];
  return [
    {
      id: "parts",
      title: "Where the time goes: encode, transport and decode",
      description:
        "The median of each part in the typical round, in ms, one after the other. The sum of medians may differ a little from the median of the whole.",
      draw: (width) => draw(rows, width),
      table: {
        kind: "table",
        head: ["", ...PARTS.map((part) => `${part}, ms`)],
        rows: rows.map(({ label, parts }) => [label, ...parts.map(({ text }) => text)]),
        names: 1,
      },
    },
  ];
};

function draw(rows: readonly TimeParts[], width: number): Drawing {
  const most = Math.max(...rows.map(sumOf));
  const scale = scaleLinear([0, most > 0 ? most : 1], [0, width - 2 * SIDE]);
  return {
    width,
    height: KEY + rows.length * ROW,
    content: markup`${drawKey()}
${rows.map((row, index) => drawRow(row, { scale, width, top: KEY + index * ROW }))}`,
  };
}

function drawKey(): Markup {
  return markup`${PARTS.map((part, index) => {
    const x = SIDE + index * 100;
    return markup`<rect class="${part}" x="${x}" y="8" width="14" height="14"/><text x="${x + 20}" y="19">${part}</text>`;
  })}`;
}

interface Place {
  readonly scale: (value: number) => number;
  readonly width: number;
  readonly top: number;
}

function drawRow({ label, parts }: TimeParts, { scale, width, top }: Place): Markup {
  const said = `${parts.map(({ text }) => text).join(" + ")} ms`;
  let sum = 0;
  const bars = parts.map(({ name, medianMs, text }) => {
    const [x, bar] = [SIDE + scale(sum), scale(Math.max(0, medianMs))];
    sum += Math.max(0, medianMs);
    return markup`<rect class="${name}" x="${round(x)}" y="${top + 22}" width="${round(bar)}" height="${BAR}"><title>${name}: ${text} ms</title></rect>`;
  });
  return markup`<g><title>${label}: ${said}</title>
<text class="name" x="${SIDE}" y="${top + 14}">${shorten(label, width - 2 * SIDE - widthOf(said) - 10)}</text>
<text class="said" x="${width - SIDE}" y="${top + 14}">${said}</text>${bars}</g>\n`;
}

/** A negative part has no bar, but its number is shown. */
function sumOf({ parts }: TimeParts): number {
  return parts.reduce((sum, { medianMs }) => sum + Math.max(0, medianMs), 0);
}
