import { formatFigures, median } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import { type Bend, bendOf, marginal, type Step } from "./bends.js";
import {
  CONNECTIONS_IN_FLIGHT,
  type GrowthMeasured,
  type GrowthSettings,
  PROTOCOLS,
  RUN_PAYLOADS,
  RUN_STEPS,
  type RunMeasured,
  SMALL_BYTES,
  TRANSFER_STEPS,
  type TransferAxis,
  type TransferMeasured,
} from "./plan.js";

const TITLES: Readonly<Record<TransferAxis, string>> = {
  connections: `By connections: ${SMALL_BYTES} B, ${CONNECTIONS_IN_FLIGHT.toLocaleString("en-US")} in flight over all of them`,
  "in flight": `By payloads in flight: ${SMALL_BYTES} B, one connection`,
  bytes: "By size: one connection, one in flight",
};
/** Below it, the cost of a message hardly depends on its size. */
const LEAST_BYTES = 10_000;

const NOTE =
  "Each cell: messages a second, and CPU µs a message, both ends together; besides, system calls of the sender that read or write for each message (_calls_), and by size the page faults of a message. Medians of the rounds. _Bends up_: the CPU of a message (by size: of a byte, " +
  "from 10 kB on) is more than 1.2 times that of an earlier step, and all rounds of the one are above all of the other; with the ratio. " +
  "_core, in memory_: both ends in one process, and no protocol. _node:net_: a loop on bare sockets with as many bytes, and nothing else.";
const RUN_NOTE =
  `Runs of \`tcp\` with ${RUN_PAYLOADS.toLocaleString("en-US")} payloads of 100 B in each round: of many rows (adapters) with one round, and of one row with many rounds. ` +
  "Peak: resident memory of the process of the run over its value before. Held: what the result holds after a garbage collection. Written: JSON, text and page. " +
  "_Bends up_: a further row or round costs more than 1.2 times what an earlier one did. Measured once.";

/** The tables of `pnpm bench growth`, in Markdown. */
export function formatGrowth({ head, lines }: StoredLines<GrowthMeasured, GrowthSettings>): string {
  const transfers = lines.filter((line) => line.kind === "transfer");
  const runs = lines.filter((line) => line.kind === "run");
  const axes = Object.keys(TRANSFER_STEPS) as TransferAxis[];
  const parts = [
    NOTE,
    ...axes.flatMap((axis) => [`**${TITLES[axis]}**`, transferTable(axis, transfers)]),
    RUN_NOTE,
    runTable(runs),
    formatHead(head),
  ];
  return `${parts.join("\n\n")}\n`;
}

function transferTable(axis: TransferAxis, lines: readonly TransferMeasured[]): string {
  const values = TRANSFER_STEPS[axis];
  const own = lines.filter((line) => line.axis === axis);
  const rows = PROTOCOLS.flatMap((protocol) => {
    const ofProtocol = own.filter((line) => line.protocol === protocol);
    if (ofProtocol.length === 0) return [];
    const at = (value: number) => ofProtocol.filter((line) => line.value === value);
    const steps = values.flatMap((value): Step[] => {
      if (at(value).length === 0 || (axis === "bytes" && value < LEAST_BYTES)) return [];
      const units = axis === "bytes" ? value : 1;
      return [{ value, costs: at(value).map(({ cpuUs }) => cpuUs / units) }];
    });
    return [[protocol, ...values.map((value) => cellOf(at(value), axis)), bendText(bendOf(steps), axis)]];
  });
  return markdownTable(["", ...values.map((value) => nameOf(value, axis)), "bends up"], rows);
}

function cellOf(lines: readonly TransferMeasured[], axis: TransferAxis): string {
  if (lines.length === 0) return "-";
  const middle = (of: (line: TransferMeasured) => number) => formatFigures(median(lines.map(of)));
  const more =
    axis === "bytes"
      ? `${middle(({ faults }) => faults ?? Number.NaN)} faults`
      : `${middle(({ ioCalls }) => ioCalls ?? Number.NaN)} calls`;
  return `${middle(({ perSecond }) => perSecond)}; ${middle(({ cpuUs }) => cpuUs)} µs; ${more}`;
}

function bendText(bend: Bend | null, axis: TransferAxis | "rows" | "rounds"): string {
  return bend === null ? "no" : `at ${nameOf(bend.at, axis)}: ${formatFigures(bend.times)} times`;
}

function nameOf(value: number, axis: string): string {
  if (axis !== "bytes" || value < 1_000)
    return `${value.toLocaleString("en-US")}${axis === "bytes" ? " B" : ""}`;
  if (value % 2 ** 20 === 0) return `${value / 2 ** 20} MiB`;
  return value < 1e6 ? `${value / 1e3} kB` : `${value / 1e6} MB`;
}

/** What is measured of a run, with its unit in the table. */
const COLUMNS: readonly (readonly [name: string, of: (run: RunMeasured) => number])[] = [
  ["run, s", ({ runMs }) => runMs / 1_000],
  ["peak, MB", ({ peakBytes }) => peakBytes / 1e6],
  ["held, MB", ({ heldBytes }) => heldBytes / 1e6],
  ["result, MB", ({ resultBytes }) => resultBytes / 1e6],
  ["written, ms", ({ writeMs }) => writeMs],
];

function runTable(runs: readonly RunMeasured[]): string {
  const axes = Object.keys(RUN_STEPS) as (keyof typeof RUN_STEPS)[];
  const rows = axes.flatMap((axis) => {
    const own = runs.filter((run) => run.axis === axis).sort((a, b) => a.value - b.value);
    if (own.length === 0) return [];
    const numbers = own.map((run) => [
      `${run.value} ${run.value === 1 ? axis.slice(0, -1) : axis}`,
      ...COLUMNS.map(([, of]) => formatFigures(of(run))),
    ]);
    const bends = COLUMNS.map(([, of]) => {
      return bendText(bendOf(marginal(own.map((run) => [run.value, of(run)] as const))), axis);
    });
    return [...numbers, [`bends up, by ${axis}`, ...bends]];
  });
  return markdownTable(["", ...COLUMNS.map(([name]) => name)], rows);
}
