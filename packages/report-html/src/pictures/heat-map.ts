import {
  isMatrix,
  type MatrixCell,
  type MatrixResult,
  type PairRatios,
  ratiosOf,
} from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import type { Drawing, Picture, PicturesOf } from "./picture.js";
import { round } from "./ratio-axis.js";
import { shorten } from "./shorten.js";

const NAMES = 84;
const LEAST_COLUMN = 92;
const MOST_COLUMN = 170;
const ROW = 44;
const HEAD = 30;

/** A column: a pair that was compared. */
interface Column {
  readonly label: string;
  readonly to: string;
}

/** The ratios of a matrix as colours: a map for each network and load. */
export const heatMap: PicturesOf = (stored) => {
  if (!isMatrix(stored)) return [];
  const { networks, loads } = stored.axes;
  return networks.flatMap((_, network) => loads.flatMap((__, load) => mapOf(stored, network, load)));
};

interface Row {
  readonly name: string;
  readonly cell: MatrixCell;
  readonly pairs: readonly PairRatios[];
}

function mapOf(matrix: MatrixResult, network: number, load: number): Picture[] {
  const { axes, cells } = matrix;
  const rows = cells.flatMap((cell): Row[] => {
    if (cell.network !== network || cell.load !== load) return [];
    const name = axes.payloads[cell.payload]?.label ?? "";
    return [{ name, cell, pairs: cell.result === null ? [] : ratiosOf(cell.result).pairs }];
  });
  const columns = columnsOf(rows);
  if (columns.length === 0) return [];
  const place = [
    `network: ${axes.networks[network]?.label}`,
    ...(axes.loads.length > 1 ? [`load: ${axes.loads[load]?.label}`] : []),
  ];
  const titles = titlesOf(columns);
  return [
    {
      id: `map-${network}-${load}`,
      title: `Ratios by payload, ${place.join(", ")}`,
      description:
        "The ratio and the verdict of each pair. The more colour, the farther from 1. What is the same has a thick outline, and what is undecided a dashed one.",
      draw: (width) => draw(rows, columns, width),
      table: {
        kind: "table",
        head: ["", ...titles],
        rows: rows.map((row) => [row.name, ...columns.map((column) => inWords(row, column))]),
        names: 1,
      },
    },
  ];
}

function columnsOf(rows: readonly Row[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { label, to } of rows.flatMap(({ pairs }) => pairs.map(({ comparison }) => comparison))) {
    columns.set(JSON.stringify([label, to]), { label, to });
  }
  return [...columns.values()];
}

function titlesOf(columns: readonly Column[]): string[] {
  return columns.map(({ label, to }) => `${label} / ${to}`);
}

function pairOf({ pairs }: Row, { label, to }: Column): PairRatios | undefined {
  return pairs.find(({ comparison }) => comparison.label === label && comparison.to === to);
}

function inWords(row: Row, column: Column): string {
  const pair = pairOf(row, column);
  if (pair === undefined) return row.cell.status;
  return pair.interval === "-" ? pair.word : `${pair.ratio} (${pair.interval}) ${pair.word}`;
}

function draw(rows: readonly Row[], columns: readonly Column[], given: number): Drawing {
  const column = Math.min(MOST_COLUMN, Math.max(LEAST_COLUMN, (given - NAMES) / columns.length));
  const width = Math.max(given, NAMES + columns.length * column);
  const heads = titlesOf(columns).map((title, index) => {
    const x = NAMES + index * column + column / 2;
    return markup`<text class="middle" x="${round(x)}" y="18">${shorten(title, column - 6)}<title>${title}</title></text>`;
  });
  return {
    width,
    height: HEAD + rows.length * ROW,
    content: markup`${heads}
${rows.map((row, line) => {
  const top = HEAD + line * ROW;
  const name = markup`<text class="name" x="0" y="${top + 26}">${shorten(row.name, NAMES - 6)}<title>${row.name}</title></text>`;
  return markup`${name}${columns.map((one, index) => drawCell(row, one, { x: NAMES + index * column, y: top, column }))}\n`;
})}`,
  };
}

/** From this ratio on, the colour is as strong as it gets. */
const STRONGEST = 4;

function drawCell(row: Row, one: Column, place: { x: number; y: number; column: number }): Markup {
  const { x, y, column } = place;
  const pair = pairOf(row, one);
  const { ratio = null, verdict = "invalid" } = pair?.comparison ?? {};
  const far = ratio === null ? 0 : Math.min(1, Math.abs(Math.log(ratio)) / Math.log(STRONGEST));
  const strength = ratio === null || !Number.isFinite(far) ? 0 : 0.15 + 0.4 * far;
  const middle = round(x + column / 2);
  return markup`<g class="${verdict}"><title>${one.label} / ${one.to}, ${row.name}: ${inWords(row, one)}</title>
<rect class="cell" x="${round(x + 2)}" y="${y + 2}" width="${round(column - 4)}" height="${ROW - 4}" rx="4" fill-opacity="${Number(strength.toFixed(2))}"/>
<text class="middle" x="${middle}" y="${y + 19}">${pair?.ratio ?? "-"}</text>
<text class="middle small" x="${middle}" y="${y + 34}">${pair?.word ?? row.cell.status}</text></g>`;
}
