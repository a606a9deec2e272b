import {
  type Crossover,
  isMatrix,
  type MatrixCell,
  type MatrixResult,
  type PairRatios,
  ratiosOf,
} from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import type { Drawing, Picture, PicturesOf, Table } from "./picture.js";
import { round } from "./pixels.js";
import { shorten } from "./shorten.js";
import { drawTurn, type Turn, turnsOf } from "./turns.js";

const NAMES = 84;
const LEAST_COLUMN = 92;
const MOST_COLUMN = 170;
const ROW = 44;
const HEAD = 30;
/** The space between two rows where a verdict changes. */
const GAP = 22;

/** A column: a pair that was compared. */
interface Column {
  readonly label: string;
  readonly to: string;
  /** Where its verdict changes, from the top to the bottom. */
  readonly turns: readonly Turn[];
}

interface Row {
  readonly name: string;
  readonly cell: MatrixCell;
  readonly pairs: readonly PairRatios[];
}

/** The ratios of a matrix as colours: a map for each network and load. */
export const heatMap: PicturesOf = (stored) => {
  if (!isMatrix(stored)) return [];
  const { networks, loads } = stored.axes;
  return networks.flatMap((_, network) => loads.flatMap((__, load) => mapOf(stored, network, load)));
};

function mapOf(matrix: MatrixResult, network: number, load: number): Picture[] {
  const { axes } = matrix;
  const crossovers = matrix.crossovers.filter((one) => one.network === network && one.load === load);
  const rows = rowsOf(matrix, network, load, crossovers);
  const columns = columnsOf(rows, crossovers);
  if (columns.length === 0) return [];
  const place = [
    `network: ${axes.networks[network]?.label}`,
    ...(axes.loads.length > 1 ? [`load: ${axes.loads[load]?.label}`] : []),
  ];
  return [
    {
      id: `map-${network}-${load}`,
      title: `Ratios by payload, ${place.join(", ")}`,
      description: descriptionOf(columns),
      draw: (width) => draw(rows, columns, width),
      table: tableOf(rows, columns),
    },
  ];
}

function descriptionOf(columns: readonly Column[]): string {
  const ratios =
    "The ratio and the verdict of each pair. The more colour, the farther from 1. What is the same has a thick outline, and what is undecided a dashed one.";
  if (!columns.some(({ turns }) => turns.length > 0)) return ratios;
  return `${ratios} A line between two payloads marks where the verdict of a pair changes. If payloads between them show nothing, a frame is around these: it changes somewhere inside.`;
}

function tableOf(rows: readonly Row[], columns: readonly Column[]): Table {
  const turns = columns.map((column) => column.turns.map((turn) => turn.text).join("; ") || "nowhere");
  return {
    kind: "table",
    head: ["", ...titlesOf(columns)],
    rows: [
      ...rows.map((row) => [row.name, ...columns.map((column) => inWords(row, column))]),
      ...(columns.some((column) => column.turns.length > 0) ? [["the verdict changes", ...turns]] : []),
    ],
    names: 1,
  };
}

/** From the smallest payload to the largest one. Payloads of one kind are together. */
function rowsOf(
  { axes, cells }: MatrixResult,
  network: number,
  load: number,
  crossovers: readonly Crossover[],
): Row[] {
  const sorted = crossovers.flatMap(({ points }) => points.map(({ payload }) => payload));
  const order = [...new Set([...sorted, ...axes.payloads.keys()])];
  return order.flatMap((payload) => {
    const cell = cells.find((one) => one.payload === payload && one.network === network && one.load === load);
    if (cell === undefined) return [];
    const name = axes.payloads[payload]?.label ?? "";
    return [{ name, cell, pairs: cell.result === null ? [] : ratiosOf(cell.result).pairs }];
  });
}

function columnsOf(rows: readonly Row[], crossovers: readonly Crossover[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { label, to } of rows.flatMap(({ pairs }) => pairs.map(({ comparison }) => comparison))) {
    const own = crossovers.filter((one) => one.label === label && one.to === to);
    columns.set(JSON.stringify([label, to]), { label, to, turns: own.flatMap((one) => turnsOf(one, rows)) });
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
  if (pair === undefined) return whyEmpty(row);
  return pair.interval === "-" ? pair.word : `${pair.ratio} (${pair.interval}) ${pair.word}`;
}

function whyEmpty({ cell }: Row): string {
  return cell.status === "completed" ? "not compared" : cell.status;
}

function draw(rows: readonly Row[], columns: readonly Column[], given: number): Drawing {
  const column = Math.min(MOST_COLUMN, Math.max(LEAST_COLUMN, (given - NAMES) / columns.length));
  const width = Math.max(given, NAMES + columns.length * column);
  const tops = topsOf(rows.length, columns);
  const heads = titlesOf(columns).map((title, index) => {
    const x = NAMES + index * column + column / 2;
    return markup`<text class="middle" x="${round(x)}" y="18">${shorten(title, column - 6)}<title>${title}</title></text>`;
  });
  const drawn = rows.map((row, line) => {
    const top = tops[line] ?? 0;
    const name = markup`<text class="name" x="0" y="${top + 26}">${shorten(row.name, NAMES - 6)}<title>${row.name}</title></text>`;
    return markup`${name}${columns.map((one, index) => drawCell(row, one, { x: NAMES + index * column, y: top, column }))}\n`;
  });
  const turns = columns.flatMap(({ turns: own }, index) =>
    own.map((turn) => {
      const top = (tops[turn.after] ?? 0) + ROW + GAP / 2;
      const bottom = (tops[turn.before] ?? 0) - GAP / 2;
      return drawTurn(turn, {
        left: NAMES + index * column,
        right: NAMES + (index + 1) * column,
        top,
        bottom,
      });
    }),
  );
  const height = (tops.at(-1) ?? HEAD) + ROW;
  return { width, height, content: markup`${heads}\n${drawn}${turns}` };
}

/** Where each row begins. Between rows there is space for the changes of verdicts. */
function topsOf(rows: number, columns: readonly Column[]): number[] {
  const gaps = new Set(
    columns.flatMap(({ turns }) => turns.flatMap(({ after, before }) => [after, before - 1])),
  );
  let top = HEAD;
  return Array.from({ length: rows }, (_, line) => {
    const own = top;
    top += ROW + (gaps.has(line) ? GAP : 0);
    return own;
  });
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
<text class="middle small" x="${middle}" y="${y + 34}">${pair?.word ?? whyEmpty(row)}</text></g>`;
}
