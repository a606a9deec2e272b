import { type BenchmarkHandlers, type BenchmarkResult, type Timing, typicalRound } from "@wireduel/core";
import { formatComparisonTable } from "@wireduel/core/report";

const FLOOR = "tcp";

/** Writes a line before each adapter is measured, because the run takes a while. */
export function explainEvents(write: (text: string) => void): BenchmarkHandlers {
  return {
    phase({ phase, label, load }) {
      if (phase !== "measure" || load?.kind !== "closed-loop") return;
      const { count, thinkTimeMs } = load;
      write(
        `${label}: ${count} images${thinkTimeMs > 0 ? `, ${thinkTimeMs} ms apart` : ", back to back"} …\n`,
      );
    },
  };
}

/** The table of all adapters, the warnings, and what this run shows about codecs and windows. */
export function formatExplanation(result: BenchmarkResult): string {
  const timing = (label: string) => result.timings.find((one) => one.label === label);
  const warmup = result.timings[0]?.warmupCount ?? 0;
  const warnings = result.timings.flatMap(({ label, rounds }) =>
    rounds.flatMap((round) => round.warnings.map(({ message }) => `Warning (${label}): ${message}`)),
  );
  const sentences = [
    `Warm-up: ${warmup} images over each connection (not counted).`,
    ...warnings,
    result.notRun.length > 0 && `Not run: ${result.notRun.join(", ")}`,
    "",
    codecSentence(timing("ws"), timing("ws-json-array")),
    windowSentence(timing("grpc"), timing("grpc-wide")),
    "One run describes only itself: it cannot rank close results.",
  ].filter((sentence) => typeof sentence === "string");
  const table = formatComparisonTable(result, { noun: "image", ratioTo: FLOOR });
  return `\n${[table, ...sentences].join("\n")}\n`;
}

function codecSentence(raw: Timing | undefined, array: Timing | undefined): string | undefined {
  if (raw === undefined || array === undefined) return undefined;
  const [fast, slow] = [typicalRound(raw), typicalRound(array)];
  const base = fast.times.transmissionMs;
  const { transmissionMs, encodeMs, decodeMs } = slow.times;
  if (!base || !transmissionMs || !encodeMs || !decodeMs || transmissionMs.p50 <= base.p50) return undefined;
  const times = (transmissionMs.p50 / base.p50).toPrecision(2);
  const codecMs = (encodeMs.p50 + decodeMs.p50).toPrecision(3);
  const longer = (
    slow.totals.frameBytes /
    slow.counts.sent /
    (fast.totals.frameBytes / fast.counts.sent)
  ).toFixed(1);
  return (
    `With JSON.stringify of a Buffer, WebSocket took ${times} times as long. Encode and decode took ${codecMs} of ` +
    `${transmissionMs.p50.toPrecision(3)} ms, and the frames are ${longer} times as long.`
  );
}

function windowSentence(narrow: Timing | undefined, wide: Timing | undefined): string | undefined {
  const windowOf = (timing: Timing | undefined) =>
    timing && typicalRound(timing).ends.receivers[0]?.settings.listenerStreamWindowBytes;
  const [first, second] = [windowOf(narrow), windowOf(wide)];
  if (typeof first !== "number" || typeof second !== "number") return undefined;
  return `The gRPC receivers advertised windows of ${first} bytes (grpc) and ${second} bytes (grpc-wide).`;
}
