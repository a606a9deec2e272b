import { isMatrix, type TimePart, type TimeParts, timePartsOf } from "@wireduel/core/report";
import { scaleLinear } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";
import { keyOf, square } from "./key.js";
import { adapterClass } from "./look.js";
import type { Drawing, PicturesOf } from "./picture.js";
import { round } from "./pixels.js";
import { shorten, widthOf } from "./shorten.js";
import { labelInTable, saidOf } from "./standing.js";

type Name = TimePart["name"];

/** The parts in the order in which they happen. */
const PARTS: readonly Name[] = ["lateness", "encode", "transport", "decode", "reply"];
const MEANINGS: Readonly<Record<Name, string>> = {
  lateness: "how late the sender sent it",
  encode: "payload to bytes",
  transport: "on the way",
  decode: "bytes to payload",
  reply: "the receiver's answer on its way back",
};

const LINE = 18;
const BAR = 16;
const APART = 14;
const SIDE = 14;

/** Where the time goes: the parts of the time that a payload takes, stacked. */
export const partsOfTime: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const rows = timePartsOf(stored).map((row) => ({
    ...row,
    owner: adapterClass(stored, row.label),
    said: saidOf(stored, row.label, sumInWords(row)),
  }));
  if (rows.length === 0) return [];
  const names = PARTS.filter((name) => rows.some((row) => partOf(row, name) !== undefined));
  return [
    {
      id: "parts",
      title: "Where the time goes",
      description:
        `The median of each part in the typical round, in ms, one after the other: ` +
        `${names.map((name) => `${name} (${MEANINGS[name]})`).join(", ")}. ` +
        `The sum of medians may differ a little from the median of the whole.`,
      draw: (width) => draw(rows, names, width),
      table: {
        kind: "table",
        head: ["", ...names.map((name) => `${name}, ms`)],
        rows: rows.map((row) => [
          labelInTable(stored, row.label),
          ...names.map((name) => partOf(row, name)?.text ?? "-"),
        ]),
        names: 1,
      },
    },
  ];
};

/** The parts of an adapter, its class, and what stands beside its label. */
interface Row extends TimeParts {
  readonly owner: string;
  readonly said: string;
}

function partOf({ parts }: TimeParts, name: Name): TimePart | undefined {
  return parts.find((part) => part.name === name);
}

function draw(rows: readonly Row[], names: readonly Name[], width: number): Drawing {
  const key = keyOf(
    names.map((name) => ({ look: { classes: name, mark: square }, label: name })),
    width,
  );
  const most = Math.max(...rows.map(sumOf));
  const scale = scaleLinear([0, most > 0 ? most : 1], [0, width - 2 * SIDE]);
  // On a phone, the numbers have a line of their own.
  const oneLine = rows.every((row) => widthOf(row.label) + widthOf(row.said) + APART <= width - 2 * SIDE);
  const height = (oneLine ? 1 : 2) * LINE + BAR + APART;
  return {
    width,
    height: key.height + rows.length * height,
    content: markup`${key.content}
${rows.map((row, index) => drawRow(row, { scale, width, oneLine, top: key.height + index * height }))}`,
  };
}

interface Place {
  readonly scale: (value: number) => number;
  readonly width: number;
  readonly oneLine: boolean;
  readonly top: number;
}

function drawRow(row: Row, { scale, width, oneLine, top }: Place): Markup {
  const { label, parts, owner, said } = row;
  const bar = top + (oneLine ? 1 : 2) * LINE + 4;
  let sum = 0;
  const bars = parts.map(({ name, medianMs }) => {
    const [x, length] = [SIDE + scale(sum), scale(Math.max(0, medianMs))];
    sum += Math.max(0, medianMs);
    return markup`<path class="${name}" d="M${round(x)} ${bar}h${round(length)}v${BAR}H${round(x)}"/>`;
  });
  const room = width - 2 * SIDE - (oneLine ? widthOf(said) + APART : 0);
  return markup`<g class="${owner}"><title>${label}: ${parts.map(({ name, text }) => `${name} ${text} ms`).join(", ")}</title>
<text class="name" x="${SIDE}" y="${top + 14}">${shorten(label, room)}</text>
<text class="said" x="${width - SIDE}" y="${bar - 8}">${said}</text>${bars}</g>\n`;
}

function sumInWords({ parts }: TimeParts): string {
  return `${parts.map(({ text }) => text).join(" + ")} ms`;
}

/** A negative part has no bar, but its number is shown. */
function sumOf({ parts }: TimeParts): number {
  return parts.reduce((sum, { medianMs }) => sum + Math.max(0, medianMs), 0);
}
