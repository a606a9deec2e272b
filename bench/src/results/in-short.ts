import { formatFigures, formatInterval, median } from "./numbers.js";
import type { BenchResults, CurveResult, TargetResult } from "./results.js";

/** What two cells are compared by. */
type Compared = "transmissionMs" | "cpuUsPerMessage" | "messagesPerSecond";

const TARGETS = "[Targets](#targets)";
const loops = ({ pairs }: BenchResults) =>
  pairs.length === 0 ? TARGETS : "[Beside loops](#beside-hand-written-loops)";

/** The list "In short" of docs/performance.md. Every sentence follows from the numbers of this run. */
export function formatInShort(results: BenchResults): string {
  const items = [
    coreAlone(results),
    processorTime(results),
    messagesPerSecond(results),
    webSocket(results),
    grpc(results),
    pageFaults(results),
    encryption(results),
    verdicts(results),
  ];
  return `${items
    .filter((item) => item !== undefined)
    .map((item) => `- ${item}`)
    .join("\n")}\n`;
}

function coreAlone({ targets }: BenchResults): string | undefined {
  const found = targets.find(({ metric }) => metric === "wallUsPerMessage");
  if (found === undefined || found.value === null) return undefined;
  const time = formatInterval(found.value, found.low, found.high, "µs");
  return `**Core alone** takes ${time} for a message of 100 B. That is both ends together, over an adapter that passes frames in memory. ${TARGETS}`;
}

function processorTime(results: BenchResults): string | undefined {
  const of = (size: string) =>
    compared(results, "cpuUsPerMessage", [
      ["over TCP", `tcp, ${size}`, `hand-written tcp, ${size}`],
      ["over ws", `ws push, ${size}`, `hand-written ws, ${size}`],
      ["over gRPC", `grpc, ${size}`, `hand-written grpc, ${size}`],
      ["over HTTP/1.1", `http, ${size}`, `hand-written http, ${size}`],
      ["over HTTP/2", `http 2, ${size}`, `hand-written http 2, ${size}`],
    ]);
  const [large, small] = [of("1 MB"), of("100 B")];
  if (large === undefined || small === undefined) return undefined;
  return (
    "**Processor time of a message with core, against a hand-written loop** on the same library that checks and records less. " +
    `At 1 MB: ${large}. At 100 B: ${small}. ${loops(results)}`
  );
}

function messagesPerSecond(results: BenchResults): string | undefined {
  const of = (inFlight: number) => {
    const many = `100 B, ${inFlight} in flight`;
    return compared(results, "messagesPerSecond", [
      ["over TCP", `tcp, ${many}`, `hand-written tcp, ${many}`],
      ["over ws", `ws push, ${many}`, `hand-written ws, ${many}`],
      ["over gRPC", `grpc, ${many}`, `hand-written grpc, ${many}`],
      ["over HTTP/1.1", `http, ${many}`, `hand-written http, ${many}`],
      ["over HTTP/2", `http 2, ${many}`, `hand-written http 2, ${many}`],
    ]);
  };
  const [some, very] = [of(64), of(1_024)];
  if (some === undefined) return undefined;
  const more = very === undefined ? "" : ` With 1,024: ${very}.`;
  return (
    `**Messages per second with core, against the same loop**, with 64 messages of 100 B in flight: ${some}.${more} ` +
    loops(results)
  );
}

function webSocket(results: BenchResults): string | undefined {
  const list = compared(results, "transmissionMs", [
    ["a push at 100 B", "ws push, 100 B", "tcp, 100 B"],
    ["a push at 1 MB", "ws push, 1 MB", "tcp, 1 MB"],
    ["a push at 5 MB", "ws push, 5 MB", "tcp, 5 MB"],
    ["an upload with a mask of zeros at 1 MB", "ws zero mask, 1 MB", "tcp, 1 MB"],
    ["the same at 5 MB", "ws zero mask, 5 MB", "tcp, 5 MB"],
    ["an upload with the mask of RFC 6455 in native code at 1 MB", "ws upload, 1 MB", "tcp, 1 MB"],
  ]);
  return list && `**WebSocket against the bare socket**, transmission time: ${list}. ${TARGETS}`;
}

function grpc(results: BenchResults): string | undefined {
  const socket = compared(results, "transmissionMs", [
    ["at 1 MB", "grpc, 1 MB", "tcp, 1 MB"],
    ["at 100 B", "grpc, 100 B", "tcp, 100 B"],
  ]);
  const stream = compared(results, "transmissionMs", [
    ["at 1 MB", "grpc, 1 MB", "bare http2, 1 MB"],
    ["at 5 MB", "grpc, 5 MB", "bare http2, 5 MB"],
  ]);
  if (socket === undefined || stream === undefined) return undefined;
  return `**gRPC**, transmission time. Against the bare socket: ${socket}. Against a bare \`http2\` stream: ${stream}. ${TARGETS}`;
}

function pageFaults({ cells }: BenchResults): string | undefined {
  const named = [
    ["TCP", "tcp, 1 MB"],
    ["ws in a push", "ws push, 1 MB"],
    ["ws in an upload", "ws upload, 1 MB"],
    ["gRPC", "grpc, 1 MB"],
  ] as const;
  const parts = named.flatMap(([words, name]) => {
    const { senderFaults, receiverFaults } = cells.find((cell) => cell.name === name)?.rounds ?? {};
    if (senderFaults === undefined || receiverFaults === undefined) return [];
    return [`${words} ${formatFigures(median(senderFaults) + median(receiverFaults))}`];
  });
  if (parts.length === 0) return undefined;
  return (
    `**Page faults of a message of 1 MB**, both ends together, tuned: ${parts.join(", ")}. ` +
    "[Cells](#what-was-measured-for-them), [why](page-faults.md)"
  );
}

function encryption({ curves }: BenchResults): string | undefined {
  const curve = curves.find(({ title }) => title.includes("TLS"));
  if (curve === undefined) return undefined;
  const added = addedMs(curve, "1 MB").sort((a, b) => a.ms - b.ms);
  const [least, most] = [added[0], added.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  return (
    `**TLS at 1 MB** adds ${formatFigures(least.ms)} ms (${least.label}) to ${formatFigures(most.ms)} ms (${most.label}) to the median ` +
    "transmission time. [TLS](#without-and-with-tls-transmission-time-ms)"
  );
}

/** How much longer the rows of a curve take than those they are compared with. */
function addedMs({ columns, rows }: CurveResult, column: string): { label: string; ms: number }[] {
  const place = columns.indexOf(column);
  return rows.flatMap(({ label, against, points }) => {
    const base = rows.find((row) => row.label === against)?.points[place];
    const own = points[place];
    return base && own ? [{ label, ms: own.median - base.median }] : [];
  });
}

function verdicts({ targets, pairsRun }: BenchResults): string {
  const count = (verdict: TargetResult["verdict"]) => {
    const number = targets.filter((target) => target.verdict === verdict).length;
    return `${number} ${number === 1 ? "is" : "are"} ${verdict}`;
  };
  const runs = pairsRun === undefined ? "that run" : "those two runs";
  return (
    `**Of ${targets.length} targets**, ${count("met")}, ${count("missed")} and ${count("undecided")} in ${runs}. ${TARGETS} ` +
    "[Where the time goes](#where-the-time-goes) has profiles."
  );
}

/** `over TCP, 1.22 (1.13 to 1.32) times; over ws, …`. Undefined if none of them was measured. */
function compared(
  { targets }: BenchResults,
  metric: Compared,
  pairs: readonly (readonly [words: string, a: string, b: string])[],
): string | undefined {
  const parts = pairs.map(([words, a, b]) => {
    const found = targets.find((target) => target.metric === metric && target.a === a && target.b === b);
    return found && partOf(words, found);
  });
  const measured = parts.filter((part) => part !== undefined);
  return measured.length === 0 ? undefined : measured.join("; ");
}

function partOf(words: string, { value, low, high }: TargetResult): string | undefined {
  if (value === null || low === null || high === null) return undefined;
  const times = formatInterval(value, low, high, "ratio");
  return low <= 1 && high >= 1 ? `${words}, no difference is shown: ${times}` : `${words}, ${times} times`;
}
