import { formatFigures, median } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import type { CoordinatorMeasured, SendersMeasured, SendersSettings, ThroughputMeasured } from "./plan.js";

/** The tables of `pnpm bench senders`, in Markdown. */
export function formatSenders({ head, lines }: StoredLines<SendersMeasured, SendersSettings>): string {
  const { rounds, payloadBytes, concurrency, reported } = head.settings;
  const local = lines.filter((line) => line.kind === "throughput");
  const joined = lines.filter((line) => line.kind === "coordinator");
  const throughputNote =
    `Payloads of ${payloadBytes} bytes, a closed loop with ${concurrency} in flight in total, one receiver process. Medians of ` +
    `${rounds} rounds, with the lowest and the highest.`;
  const coordinatorNote =
    `Simulated senders in a process of their own join a real run, and each reports ${formatFigures(reported)} payloads with ` +
    `histograms and a series of a minute. Medians of ${rounds} rounds.`;
  const parts = [throughputNote, throughputTable(local), coordinatorNote, coordinatorTable(joined)];
  return `${[...parts, formatHead(head)].join("\n\n")}\n`;
}

function throughputTable(lines: readonly ThroughputMeasured[]): string {
  const columns = [
    ...["protocol", "senders", "payloads per second", "times that of one", "CPU µs a payload, senders"],
    ...["CPU µs a payload, receiver", "receiver busy", "p50 ms", "p99 ms", "start skew ms"],
  ];
  const rows = groups(lines, ({ protocol, senders }) => `${protocol} ${senders}`).map((group) => {
    const [{ protocol, senders }] = group;
    const alone = lines.filter((line) => line.protocol === protocol && line.senders === 1);
    const rates = group.map(({ acknowledgedPerSecond }) => acknowledgedPerSecond);
    const ratios = group.flatMap(({ round, acknowledgedPerSecond }) => {
      const one = alone.find((line) => line.round === round);
      return one ? [acknowledgedPerSecond / one.acknowledgedPerSecond] : [];
    });
    return [
      protocol,
      senders,
      spread(rates),
      spread(ratios),
      middle(group, ({ senderCpuUs }) => senderCpuUs),
      middle(group, ({ receiverCpuUs }) => receiverCpuUs),
      `${Math.round(100 * median(group.map(({ receiverBusy }) => receiverBusy)))} %`,
      middle(group, ({ p50Ms }) => p50Ms),
      middle(group, ({ p99Ms }) => p99Ms),
      middle(group, ({ startSkewMs }) => startSkewMs),
    ];
  });
  return markdownTable(columns, rows);
}

function coordinatorTable(lines: readonly CoordinatorMeasured[]): string {
  const columns = [
    ...["senders", "join ms", "prepare ms", "heard before the start ms", "collect and merge ms"],
    ...["memory MB", "CPU ms", "result MB"],
  ];
  const rows = groups(lines, ({ senders }) => String(senders)).map((group) => [
    group[0].senders.toLocaleString("en-US"),
    middle(group, ({ joinMs }) => joinMs),
    middle(group, ({ prepareMs }) => prepareMs),
    middle(group, ({ heardBeforeMs }) => heardBeforeMs),
    middle(group, ({ mergeMs }) => mergeMs),
    middle(group, ({ memoryBytes }) => memoryBytes / 1e6),
    middle(group, ({ cpuMs }) => cpuMs),
    middle(group, ({ resultBytes }) => resultBytes / 1e6),
  ]);
  return markdownTable(columns, rows);
}

/** Lines with the same key, in the order of the first of each. */
function groups<Line>(lines: readonly Line[], keyOf: (line: Line) => string): [Line, ...Line[]][] {
  const groups = new Map<string, [Line, ...Line[]]>();
  for (const line of lines) {
    const group = groups.get(keyOf(line));
    if (group) group.push(line);
    else groups.set(keyOf(line), [line]);
  }
  return [...groups.values()];
}

function middle<Line>(lines: readonly Line[], numberOf: (line: Line) => number): string {
  return formatFigures(median(lines.map(numberOf)));
}

/** `1.25 (1.19 to 1.31)`: the median, the lowest and the highest. */
function spread(values: readonly number[]): string {
  if (values.length === 0) return "-";
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${formatFigures(median(values))} (${formatFigures(low)} to ${formatFigures(high)})`;
}
