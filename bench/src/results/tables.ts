import type { Metric } from "../cells/cell.js";
import { formatFigures, formatInterval, formatNs, median } from "./numbers.js";
import { pairsTable } from "./pairs-table.js";
import type { BenchResults, CurvePoint, TargetResult } from "./results.js";
import type { ReportTable } from "./table.js";

/** Larger numbers of rounds are not shown, as they are impractical. */
const MOST_ROUNDS = 999;

/** The tables of a run that have rows. */
export function tablesOf(results: BenchResults): ReportTable[] {
  return [
    targetsTable(results),
    pairsTable(results.pairs, results.pairsRun),
    sameTable(results),
    cellsTable(results),
    memoryTable(results),
    microTable(results),
    ...curveTables(results),
  ].filter(({ rows }) => rows.length > 0);
}

function targetsTable({ targets, pairs }: BenchResults): ReportTable {
  return {
    title: "Targets",
    note:
      "Each value is the ratio of the medians of paired rounds (Hodges-Lehmann), with its 95 % interval (exact signed-rank). " +
      "A target is met if the whole interval is on its good side, and missed if the whole interval is on the other side. Else it " +
      "is undecided, with about how many rounds would decide it. If A against A is noisier than the target is far from 1, the interval must also be farther from the target than that noise. " +
      "A hand-written loop takes the same stamps and sends the same receipts as core. It checks and records nothing else. If a row says so, it also compares each payload with the first one." +
      (pairs.length === 0
        ? ""
        : " Ratios to it are those of slices that take turns, [below](#beside-hand-written-loops)."),
    head: ["what", "target", "measured (95 %)", "rounds", "verdict"],
    rows: targets.map((target) => [
      target.what,
      `${target.bound === "at-most" ? "at most" : "at least"} ${target.limit}${target.unit === "ratio" ? "" : ` ${target.unit}`}`,
      formatInterval(target.value, target.low, target.high, target.unit),
      String(target.rounds),
      verdictOf(target),
    ]),
  };
}

function verdictOf({ verdict, why, roundsToDecide }: TargetResult): string {
  if (why === null) return verdict;
  if (roundsToDecide === null) return `${verdict}: ${why}`;
  const rounds = roundsToDecide > MOST_ROUNDS ? `more than ${MOST_ROUNDS}` : `some ${roundsToDecide}`;
  return `${verdict}: ${why}; ${rounds} rounds`;
}

function sameTable({ sameAgainstSame, pairs }: BenchResults): ReportTable {
  return {
    title: "The same against itself (A against A)",
    note:
      "Each variant was also compared with itself. This run cannot show a difference that is smaller" +
      (pairs.length === 0
        ? "."
        : ", except between core and hand-written loops: that table has a column of its own."),
    head: ["what", "of", "ratio (95 %)", "rounds", "ratios nearer to 1 than"],
    rows: sameAgainstSame.map(({ what, metric, ratio, low, high, rounds, smallestRatio }) => [
      what,
      METRIC_WORDS[metric],
      formatInterval(ratio, low, high, "ratio"),
      String(rounds),
      smallestRatio === null
        ? "all"
        : `${formatFigures(1 / smallestRatio)} and ${formatFigures(smallestRatio)}`,
    ]),
  };
}

const METRIC_WORDS = {
  transmissionMs: "transmission time",
  serviceMs: "service time",
  cpuUsPerMessage: "CPU time a message",
  senderFaults: "page faults a message of the sender",
  receiverFaults: "page faults a message of the receiver",
  messagesPerSecond: "messages a second",
  wireRatio: "bytes on the wire for a byte of payload",
  startMs: "start",
  wallUsPerMessage: "time a message",
} as const;

/** The columns of the cells. A column is left out if no cell has its metric. */
const CELL_COLUMNS: readonly (readonly [Metric, string])[] = [
  ["transmissionMs", "transmission, ms"],
  ["serviceMs", "acknowledged, ms"],
  ["cpuUsPerMessage", "CPU a message, µs"],
  ["senderFaults", "faults, sender"],
  ["receiverFaults", "faults, receiver"],
  ["messagesPerSecond", "messages/s"],
  ["startMs", "start, ms"],
  ["wallUsPerMessage", "µs a message"],
];

function cellsTable({ cells }: BenchResults): ReportTable {
  const columns = CELL_COLUMNS.filter(([metric]) => cells.some(({ rounds }) => rounds[metric] !== undefined));
  const faults = columns.some(([metric]) => metric === "senderFaults")
    ? "Faults: minor page faults of each process per message. "
    : "";
  const command = cells.some(({ cell }) => cell.kind === "command")
    ? " Of the command: until its first payload has arrived, or, with --dry-run, until it has loaded its modules and printed its plan."
    : "";
  return {
    title: "What was measured for them",
    note:
      "Medians of the rounds. Transmission: from the payload at the sender to the payload at the receiver. CPU: " +
      `user and system time of both processes. ${faults}Start: from runBenchmark() to the first acknowledgement, or from fork to ` +
      `imported.${command}`,
    head: ["", ...columns.map(([, title]) => title), "rounds"],
    rows: cells.map(({ name, rounds }) => [
      name,
      ...columns.map(([metric]) => {
        const values = rounds[metric];
        return values === undefined ? "" : formatFigures(median(values));
      }),
      String(Math.max(...Object.values(rounds).map((values) => values.length))),
    ]),
  };
}

function memoryTable({ residentMemory }: BenchResults): ReportTable {
  const mb = (bytes: number) => formatFigures(bytes / 1e6);
  return {
    title: "Resident memory, MB",
    note: "Another process read it every 5 ms. The columns have its value after the warm-up, and the highest value after that.",
    head: ["", "payloads", "in flight", "sender, warm", "most", "receiver, warm", "most"],
    rows: residentMemory.map(({ label, count, payloadBytes, inFlight, sender, receiver }) => [
      label,
      `${count} of ${payloadBytes / 1e6} MB`,
      String(inFlight),
      ...[sender.warmBytes, sender.mostBytes, receiver.warmBytes, receiver.mostBytes].map(mb),
    ]),
  };
}

function microTable({ microParts }: BenchResults): ReportTable {
  return {
    title: "Parts of the timed path, one operation",
    note: "Measured with tinybench, one after the other in one process. A sample of a small operation is the mean of a thousand.",
    head: ["", "p50", "p99", "samples"],
    rows: microParts.map(({ name, p50Ns, p99Ns, samples }) => [
      name,
      formatNs(p50Ns),
      formatNs(p99Ns),
      String(samples),
    ]),
  };
}

function curveTables({ curves }: BenchResults): ReportTable[] {
  return curves.map(({ title, unit, columns, rows }) => {
    const compared = rows.some(({ against }) => against !== null);
    const rounds = Math.max(0, ...rows.flatMap(({ points }) => points.map((point) => point?.rounds ?? 0)));
    return {
      title: `${title}, ${unit}`,
      note:
        `Medians of ${rounds === 1 ? "one round" : `${rounds} rounds, with the lowest and the highest`}` +
        (compared ? "; x: the ratio to the row named, with its 95 % interval." : "."),
      head: ["", ...columns, ...(compared ? ["x"] : [])],
      rows: rows.map(({ label, against, points }) => [
        label,
        ...points.map(pointCell),
        ...(compared ? [against === null ? "" : `to ${against}`] : []),
      ]),
    };
  });
}

function pointCell(point: CurvePoint | null): string {
  if (point === null) return "not measured";
  const { median: middle, lowest, highest, rounds, ratio } = point;
  const range = rounds === 1 ? "" : ` (${formatFigures(lowest)} to ${formatFigures(highest)})`;
  const times = ratio === null ? "" : `; x ${formatInterval(ratio.value, ratio.low, ratio.high, "ratio")}`;
  return `${formatFigures(middle)}${range}${times}`;
}
