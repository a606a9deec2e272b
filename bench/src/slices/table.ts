import { formatFigures } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import { loadName, type VarianceLoad } from "../variance/plan.js";
import { scatterOf, switchCost } from "./analyse.js";
import { PAIRS, type SlicesMeasured } from "./measure-slices.js";

/** The stored runs. */
export type StoredSlices = StoredLines<SlicesMeasured, SlicesSettings>;

export interface SlicesSettings {
  /** Of each load and mode. */
  readonly blocks: number;
}

/** After so many payloads of a slice, the cost of the switch is shown. */
const COUNTS = [1, 2, 5, 10];

/** The tables of `pnpm bench slices`, in Markdown. Loads without both modes are left out. */
export function formatSlices({ head, lines }: StoredSlices): string {
  const loads = groupByLoad(lines).filter(({ runs }) => {
    const modes = runs.map(({ mode }) => mode);
    return modes.includes("slices") && modes.includes("whole");
  });
  const rows = loads.flatMap(({ load, runs }) => PAIRS.map(({ name }) => ({ load, runs, name })));
  return `${[
    formatHead(head),
    "Standard deviations of the logarithm of the ratio of two equal adapters, from block to block (0.1 is about 10 %). Rounds one after another and slices that take turns, in the same minutes. _Fewer blocks_: how many times fewer blocks give the same interval. _In a block_: from slice to slice. _Processes_: what remains between blocks. _Faults_: the share of the scatter of rounds one after another that goes along with the ratio of their page faults.",
    markdownTable(
      [
        "",
        "blocks",
        "one after another",
        "slices",
        "fewer blocks",
        "unpaired",
        "in a block",
        "processes",
        "faults",
      ],
      rows.map(({ load, runs, name }) => {
        const scatter = scatterOf(runs, name);
        const { blocks, whole, slices, slicesUnpaired, betweenSlices, betweenBlocks } = scatter;
        return [
          `${loadName(load)}: ${name}`,
          String(blocks),
          ...[whole, slices].map(three),
          `${formatFigures((whole / slices) ** 2)} times`,
          ...[slicesUnpaired, betweenSlices, betweenBlocks].map(three),
          scatter.explainedByFaults === null ? "" : `${Math.round(100 * scatter.explainedByFaults)} %`,
        ];
      }),
    ),
    "What a switch costs: the time of the first payloads of a slice, divided by that of as many median ones of the slice. Medians.",
    markdownTable(
      ["", ...COUNTS.map((count) => (count === 1 ? "first payload" : `first ${count}`))],
      rows.map(({ load, runs, name }) => [
        `${loadName(load)}: ${name}`,
        ...COUNTS.map((count) => {
          const cost = switchCost(runs, name, count);
          return cost === undefined ? "" : cost.toFixed(2);
        }),
      ]),
    ),
  ].join("\n\n")}\n`;
}

function three(value: number): string {
  return value.toFixed(3);
}

function groupByLoad(lines: readonly SlicesMeasured[]): { load: VarianceLoad; runs: SlicesMeasured[] }[] {
  const groups = new Map<string, { load: VarianceLoad; runs: SlicesMeasured[] }>();
  for (const line of lines) {
    const name = loadName(line.load);
    const group = groups.get(name) ?? { load: line.load, runs: [] };
    groups.set(name, group);
    group.runs.push(line);
  }
  return [...groups.values()];
}
