import { compareRounds } from "@wireduel/core";
import { formatFigures, formatInterval, median } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import {
  GENERATORS,
  type Generator,
  type PeerMeasured,
  type PeerProtocol,
  type PeersSettings,
  PROTOCOLS,
  type Trial,
} from "./plan.js";

type Rows = readonly (readonly (string | number)[])[];

/** The tables of `pnpm bench peers`, in Markdown. */
export function formatPeers({ head, lines }: StoredLines<PeerMeasured, PeersSettings>): string {
  const { rounds, bytes, connections, versions } = head.settings;
  const capacityNote =
    `_Capacity_: messages of ${bytes} bytes over ${connections} connections, one in flight on each, answered with as many bytes. ` +
    `Medians of ${rounds} rounds, in turns. CPU: that of the generator alone. A core: what it could send with one processor to itself. ` +
    "The last column has the ratio of paired rounds (95 %).";
  const latencyNote =
    "_Latency_: one connection, one message in flight. A message: one second by the messages a second, so it has the work between two " +
    "messages in it. p50 and p99: the round trips as the generator reports them. Added: their difference to the bare client of the same round.";
  const parts = [
    capacityNote,
    markdownTable(
      [
        "protocol",
        "generator",
        "messages a second",
        "CPU a message, µs",
        "messages a core",
        "Wireduel's / its",
      ],
      rowsOf("capacity", lines, capacityRow),
    ),
    latencyNote,
    markdownTable(
      [
        "protocol",
        "generator",
        "a message, µs",
        "p50, µs",
        "p99, µs",
        "added at p50, µs",
        "added at p99, µs",
      ],
      rowsOf("latency", lines, latencyRow),
    ),
    `${formatHead(head)}; ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

type RowOf = (protocol: PeerProtocol, generator: Generator, own: Own) => (string | number)[];
/** The measurements of one protocol and trial. */
type Own = readonly PeerMeasured[];

function rowsOf(trial: Trial, lines: readonly PeerMeasured[], rowOf: RowOf): Rows {
  return PROTOCOLS.flatMap((protocol) => {
    const own = lines.filter((line) => line.trial === trial && line.protocol === protocol);
    const measured = GENERATORS[trial][protocol].filter((name) =>
      own.some(({ generator }) => generator === name),
    );
    return measured.map((generator) => rowOf(protocol, generator, own));
  });
}

const perCore = ({ generatorCpuUs }: PeerMeasured) => 1e6 / generatorCpuUs;

function capacityRow(protocol: PeerProtocol, generator: Generator, own: Own): (string | number)[] {
  const lines = own.filter((line) => line.generator === generator);
  const pairs = pairsOf(own, "Wireduel", generator).map(([a, b]) => [perCore(a), perCore(b)] as const);
  return [
    protocol,
    generator,
    middle(lines.map(({ perSecond }) => perSecond)),
    middle(lines.map(({ generatorCpuUs }) => generatorCpuUs)),
    middle(lines.map(perCore)),
    generator === "Wireduel" ? "" : ratioOf(pairs),
  ];
}

function latencyRow(protocol: PeerProtocol, generator: Generator, own: Own): (string | number)[] {
  const lines = own.filter((line) => line.generator === generator);
  const pairs = pairsOf(own, generator, "bare client");
  const added = (of: (line: PeerMeasured) => number | null) =>
    middle(pairs.map(([a, b]) => (of(a) ?? Number.NaN) - (of(b) ?? Number.NaN)));
  const p50 = ({ p50Us }: PeerMeasured) => p50Us;
  const p99 = ({ p99Us }: PeerMeasured) => p99Us;
  // It reports whole milliseconds, which are nothing to add or subtract at this size.
  const coarse = generator === "autocannon";
  const reported = (of: (line: PeerMeasured) => number | null) =>
    coarse ? `${middle(lines.map((line) => (of(line) ?? Number.NaN) / 1_000))} ms` : middle(lines.map(of));
  const isBare = generator === "bare client";
  return [
    protocol,
    generator === "Artillery" ? "Artillery, stamps by functions of ours" : generator,
    middle(lines.map(({ perSecond }) => 1e6 / perSecond)),
    reported(p50),
    reported(p99),
    isBare ? "" : coarse ? "not known" : added(p50),
    isBare ? "" : coarse ? "not known" : added(p99),
  ];
}

function pairsOf(own: Own, a: Generator, b: Generator): (readonly [PeerMeasured, PeerMeasured])[] {
  return own.flatMap((line) => {
    const other = own.find(({ generator, round }) => generator === b && round === line.round);
    return line.generator === a && other ? [[line, other] as const] : [];
  });
}

function ratioOf(pairs: readonly (readonly [number, number])[]): string {
  if (pairs.length === 0) return "-";
  const { ratio, low, high } = compareRounds(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
  );
  return formatInterval(ratio, low, high, "ratio");
}

function middle(values: readonly (number | null)[]): string {
  const known = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  return known.length === 0 ? "-" : formatFigures(median(known));
}
