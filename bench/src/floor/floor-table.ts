import { compareRounds } from "@wireduel/core";
import { formatBytes } from "../cells/cell.js";
import { formatFigures, formatInterval, median } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import { type FloorMeasured, type FloorSettings, type FloorTask, type Subject, TASKS } from "./plan.js";

/** A column of numbers that is compared. */
interface Measure {
  readonly name: string;
  readonly kinds: readonly FloorTask["kind"][];
  of(line: FloorMeasured): number | null;
}

const MEASURES: readonly Measure[] = [
  { name: "round trip p50, µs", kinds: ["ping"], of: ({ p50Us }) => p50Us },
  { name: "round trip p99, µs", kinds: ["ping"], of: ({ p99Us }) => p99Us },
  { name: "MB a second", kinds: ["bulk"], of: ({ perSecond, bytes }) => (perSecond * bytes) / 1e6 },
  { name: "CPU a message, both ends, µs", kinds: ["ping", "bulk"], of: ({ cpuUs }) => cpuUs },
];

const NOTE =
  "_C_: sockperf for one message at a time, which is answered with as many bytes; iperf3 for writes of 1 MB in one direction. _node:net_: " +
  "a loop on bare sockets with the same bytes, and nothing else. _tcp_: the floor of this page, with core; its reply has as many bytes, " +
  "too. Each in two fresh processes over loopback, in turns. Medians of the rounds; the ratios are those of paired rounds (95 %).";

/** The table of `pnpm bench floor`, in Markdown. */
export function formatFloor({ head, lines }: StoredLines<FloorMeasured, FloorSettings>): string {
  const columns = ["what", "C", "node:net", "tcp", "node:net / C", "tcp / node:net", "tcp / C", "rounds"];
  const rows = TASKS.flatMap((task) => {
    const own = lines.filter(({ kind, bytes }) => kind === task.kind && bytes === task.bytes);
    return own.length === 0
      ? []
      : MEASURES.filter(({ kinds }) => kinds.includes(task.kind)).map((measure) => rowOf(task, measure, own));
  });
  const { tools } = head.settings;
  const versions = Object.entries(tools).map(([tool, version]) => `${tool} ${version}`);
  return `${[NOTE, markdownTable(columns, rows), `${formatHead(head)}; ${versions.join(", ")}`].join("\n\n")}\n`;
}

function rowOf(task: FloorTask, measure: Measure, lines: readonly FloorMeasured[]): (string | number)[] {
  const numberOf = (subject: Subject, round: number) => {
    const line = lines.find((one) => one.subject === subject && one.round === round);
    return line && measure.of(line);
  };
  const rounds = [...new Set(lines.map(({ round }) => round))];
  const medianOf = (subject: Subject) => {
    const values = rounds.flatMap((round) => numberOf(subject, round) ?? []);
    return values.length === 0 ? "-" : formatFigures(median(values));
  };
  const ratioOf = (a: Subject, b: Subject) => {
    const pairs = rounds.flatMap((round) => {
      const [ofA, ofB] = [numberOf(a, round), numberOf(b, round)];
      return ofA && ofB ? [[ofA, ofB] as const] : [];
    });
    if (pairs.length === 0) return "-";
    const { ratio, low, high } = compareRounds(
      pairs.map(([ofA]) => ofA),
      pairs.map(([, ofB]) => ofB),
    );
    return formatInterval(ratio, low, high, "ratio");
  };
  const kind = task.kind === "ping" ? "ping-pong" : "bulk, writes of";
  return [
    `${kind} ${formatBytes(task.bytes)}: ${measure.name}`,
    ...(["C", "node:net", "tcp"] as const).map(medianOf),
    ratioOf("node:net", "C"),
    ratioOf("tcp", "node:net"),
    ratioOf("tcp", "C"),
    rounds.length,
  ];
}
