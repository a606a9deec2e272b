import { type BenchmarkResult, type Cost, costsOf, isMatrix } from "@wireduel/core/report";
import { scaleLinear } from "d3-scale";
import { markup } from "../markup/markup.js";
import { keyOf, square } from "./key.js";
import { adapterClass } from "./look.js";
import type { Drawing, PicturesOf } from "./picture.js";
import { round } from "./pixels.js";
import { shorten, widthOf } from "./shorten.js";
import { labelInTable, saidOf } from "./standing.js";

const SIDE = 14;
const APART = 24;
/** The title of a panel and its key. */
const HEAD = 22;
const LINE = 16;
const BAR = 7;
const ROW = LINE + 2 * BAR + 12;
/** From this width on, two panels are side by side. */
const TWO = 700;

/** What a payload costs both ends and the network: a panel for each unit. */
export const costs: PicturesOf = (stored) => {
  if (isMatrix(stored)) return [];
  const all = costsOf(stored);
  const [first] = all;
  if (first === undefined) return [];
  return [
    {
      id: "costs",
      title: "What a payload costs",
      description: descriptionOf(all),
      draw: (width) => draw(all, stored, width),
      table: {
        kind: "table",
        head: ["", ...all.flatMap(({ title, names }) => names.map((name) => `${title}: ${name}`))],
        rows: first.rows.map(({ label }, index) => [
          labelInTable(stored, label),
          ...all.flatMap(({ rows }) => rows[index]?.amounts.map(({ text }) => text) ?? []),
        ]),
        names: 1,
      },
    },
  ];
};

const MEANINGS: Readonly<Record<Cost["id"], string>> = {
  cpu: "CPU time is that of the whole process, waiting for the next payload included.",
  faults: "A page fault: the process touched memory that the kernel first had to give to it.",
  switches: "A context switch: the process gave up the CPU, for example to wait for a socket.",
  bytes: "The per cent say how many bytes are added to the payload, or saved by compression.",
};

function descriptionOf(all: readonly Cost[]): string {
  return ["The typical round of each adapter.", ...all.map(({ id }) => MEANINGS[id])].join(" ");
}

function draw(all: readonly Cost[], result: BenchmarkResult, width: number): Drawing {
  const columns = width >= TWO && all.length > 1 ? 2 : 1;
  const column = (width - (columns - 1) * APART) / columns;
  const panels = all.map((cost) => drawPanel(cost, result, column));
  const rows = Array.from({ length: Math.ceil(all.length / columns) }, (_, row) =>
    panels.slice(row * columns, (row + 1) * columns),
  );
  let top = 0;
  const content = rows.map((row) => {
    const placed = row.map(
      (panel, index) =>
        markup`<g transform="translate(${round(index * (column + APART))} ${top})">${panel.content}</g>\n`,
    );
    top += Math.max(...row.map(({ height }) => height)) + APART;
    return placed;
  });
  return { width, height: top, content: markup`${content}` };
}

function drawPanel({ title, names, rows }: Cost, result: BenchmarkResult, width: number): Drawing {
  const owners = rows.map(({ label }) => adapterClass(result, label));
  const key = keyOf(
    names.map((name, index) => ({ look: { classes: CLASSES[index] ?? "", mark: square }, label: name })),
    width,
  );
  const values = rows.flatMap(({ amounts }) => amounts.map(({ value }) => value ?? 0));
  const scale = scaleLinear([0, Math.max(...values) || 1], [0, width - 2 * SIDE]);
  const top = HEAD + key.height;
  const lines = rows.map(({ label, amounts }, index) => {
    const said = saidOf(result, label, amounts.map(({ text }) => text).join(" / "));
    const y = top + index * ROW + 14;
    const name = shorten(label, width - 2 * SIDE - widthOf(said) - 10);
    const owner = owners[index] ?? "";
    return {
      name: markup`<text class="${owner}" y="${y}">${name}</text>`,
      said: markup`<text class="${owner}" y="${y}">${said}</text>`,
    };
  });
  // A bar has no value of its own: its number is beside it.
  const bars = CLASSES.map((name, end) =>
    rows.map(({ amounts }, index) => {
      const length = round(scale(Math.max(0, amounts[end as 0 | 1].value ?? 0)));
      const y = top + index * ROW + LINE + 4 + end * (BAR + 1);
      return markup`<path class="${name} ${owners[index] ?? ""}" d="M${SIDE} ${y}h${length}v${BAR}H${SIDE}"/>\n`;
    }),
  );
  return {
    width,
    height: top + rows.length * ROW,
    content: markup`<text class="name" x="0" y="14">${title}</text><g transform="translate(0 ${HEAD - 2})">${key.content}</g>
<g class="name" transform="translate(${SIDE} 0)">${lines.map(({ name }) => name)}</g>
<g class="said" transform="translate(${width - SIDE} 0)">${lines.map(({ said }) => said)}</g>
${bars}`,
  };
}

/** The first amount of each row, and the second one. */
const CLASSES = ["first", "second"] as const;
