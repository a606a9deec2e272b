import { formatFigures } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import {
  bestDesign,
  type Component,
  type Counts,
  componentsOf,
  costsOf,
  differences,
  faultsOf,
  LEVELS,
  logsOf,
  switchesOf,
} from "./analyse.js";
import type { PairMeasured } from "./measure-variance.js";
import { type Design, EQUAL, loadName, ROWS, type VarianceLoad } from "./plan.js";

/** The stored process pairs. */
export type StoredVariance = StoredLines<PairMeasured, Design>;

/** The fewest process pairs that have standard errors. */
const FEWEST_PAIRS = 3;
const [FIRST, AGAIN] = EQUAL;
/** The second of the equal rows only serves the ratio. */
const SHOWN = ROWS.filter(({ name }) => name !== AGAIN);
const RATIO = `${AGAIN} / ${FIRST}`;

/** The tables of `pnpm bench variance`, in Markdown. A load with fewer than three process pairs is left out. */
export function formatVariance({ head, lines }: StoredVariance): string {
  const groups = groupByLoad(lines).filter(({ pairs }) => pairs.length >= FEWEST_PAIRS * ROWS.length);
  const { connections, slices } = head.settings;
  const counts = `${connections} connections for each process pair, ${slices} slices for each connection`;
  return `${[
    formatHead(head),
    `Standard deviations of the logarithm of the median time that each level adds (0.1 is about 10 %), with two standard errors to each side. ${counts}, each slice in two parts. \`${RATIO}\` is the logarithm of the ratio of two equal rows, which were measured one after the other. _Goes along_: the share of the variation between connections that goes along with the count, over all connections of the row.`,
    markdownTable(
      ["", "pairs", ...LEVELS, "faults a message", "goes along", "context switches", "goes along"],
      groups.flatMap(({ load, pairs }) => variationRows(load, pairs)),
    ),
    "What the levels cost, medians in ms, and the design that tells most in a given time: connections of a process pair x slices of a connection, and the length of a round with one connection.",
    markdownTable(
      ["", "start", "first warm-up", "connect", "later warm-up", "best design", "best round, s"],
      groups.flatMap(({ load, pairs }) => costRows(load, pairs)),
    ),
  ].join("\n\n")}\n`;
}

interface Group {
  readonly load: VarianceLoad;
  readonly pairs: readonly PairMeasured[];
}

function groupByLoad(lines: readonly PairMeasured[]): Group[] {
  const groups = new Map<string, { load: VarianceLoad; pairs: PairMeasured[] }>();
  for (const line of lines) {
    const name = loadName(line.load);
    const group = groups.get(name) ?? { load: line.load, pairs: [] };
    groups.set(name, group);
    group.pairs.push(line);
  }
  return [...groups.values()];
}

const ofRow = (pairs: readonly PairMeasured[], row: string) => pairs.filter((pair) => pair.row === row);

function variationRows(load: VarianceLoad, pairs: readonly PairMeasured[]): string[][] {
  const rows = SHOWN.map(({ name }) => {
    const own = ofRow(pairs, name);
    const counts = [faultsOf(own), switchesOf(own)].flatMap(formatCounts);
    return [
      label(load, name),
      String(own.length),
      ...componentsOf(logsOf(own)).map(formatComponent),
      ...counts,
    ];
  });
  const ratio = ratioTree(pairs);
  const cells = componentsOf(ratio).map(formatComponent);
  return [...rows, [label(load, RATIO), String(ratio.length), ...cells, "", "", "", ""]];
}

function costRows(load: VarianceLoad, pairs: readonly PairMeasured[]): string[][] {
  const ofRows = SHOWN.map(({ name }) => {
    const own = ofRow(pairs, name);
    return { name, costs: costsOf(own), tree: logsOf(own) };
  });
  const ratio = { name: RATIO, costs: costsOf(ofRow(pairs, FIRST)), tree: ratioTree(pairs) };
  return [...ofRows, ratio].map(({ name, costs, tree }) => {
    const { connections, slices, roundMs } = bestDesign(tree, costs, load.sliceMs);
    const { startMs, firstWarmUpMs, connectMs, laterWarmUpMs } = costs;
    return [
      label(load, name),
      ...[startMs, firstWarmUpMs, connectMs, laterWarmUpMs].map(formatFigures),
      `${connections ?? "many"} x ${slices ?? "many"}`,
      roundMs === null ? "long" : formatFigures(roundMs / 1_000),
    ];
  });
}

function ratioTree(pairs: readonly PairMeasured[]) {
  return differences(logsOf(ofRow(pairs, AGAIN)), logsOf(ofRow(pairs, FIRST)));
}

function label(load: VarianceLoad, row: string): string {
  return `${loadName(load)}: ${row}`;
}

function formatComponent({ sd, low, high }: Component): string {
  return `${sd.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function formatCounts({ sender, receiver, explains }: Counts): string[] {
  if (sender === null || receiver === null) return ["not counted", ""];
  const short = (count: number) => count.toFixed(count < 10 ? 1 : 0);
  return [
    `${short(sender)} + ${short(receiver)}`,
    explains === null ? "" : `${Math.round(100 * explains)} %`,
  ];
}
