import {
  type BenchmarkEmitter,
  type BenchmarkResult,
  formatComparisonTable,
  type Timing,
} from "@wireduel/core";

const FLOOR = "tcp";

/** One line as each row is done, as the whole takes a while. */
export function streamExplanation(events: BenchmarkEmitter, write: (text: string) => void): void {
  events.on("phase", ({ phase, label, load }) => {
    if (phase !== "measure" || load?.kind !== "closed-loop") return;
    const { count, thinkTimeMs: delayMs } = load;
    write(`${label}: ${count} images${delayMs > 0 ? `, ${delayMs} ms apart` : ", back to back"} …\n`);
  });
}

/** The comparison that the old demo lacked: one table, and what stands out in it, in numbers of this very run. */
export function formatExplanation(result: BenchmarkResult): string {
  const row = (label: string) => result.timings.find((timing) => timing.label === label);
  const sentences = [
    arraySentence(row("ws"), row("ws-json-array")),
    windowSentence(row("grpc"), row("grpc-wide")),
  ];
  const warmup = `${result.settings.warmupCount} images before each row warmed it up and are not counted.`;
  const warnings = result.timings.flatMap(({ label, warnings }) =>
    warnings.map(({ message }) => `Warning (${label}): ${message}`),
  );
  return [
    `\n${formatComparisonTable(result, { noun: "image", ratioTo: FLOOR })}`,
    warmup,
    ...warnings,
    "",
    ...sentences.filter((sentence) => sentence !== undefined),
    "One round cannot rank rows that are close together.",
    "",
  ].join("\n");
}

function arraySentence(raw: Timing | undefined, array: Timing | undefined): string | undefined {
  const fast = raw?.summary.transmissionMs;
  const { transmissionMs: slow, encodeMs, decodeMs } = array?.summary ?? {};
  if (!raw || !array || !fast || !slow || !encodeMs || !decodeMs) return undefined;
  const times = (slow.p50 / fast.p50).toPrecision(2);
  const codec = (encodeMs.p50 + decodeMs.p50).toPrecision(3);
  const longer = (array.frameBytes / raw.frameBytes).toFixed(1);
  return (
    `JSON.stringify of a Buffer made WebSocket ${times} times as slow: ${codec} of ${slow.p50.toPrecision(3)} ms are encode and ` +
    `decode, and its frames are ${longer} times as long.`
  );
}

function windowSentence(narrow: Timing | undefined, wide: Timing | undefined): string | undefined {
  const window = (timing: Timing | undefined) => timing?.receiver?.settings.listenerStreamWindowBytes;
  if (typeof window(narrow) !== "number" || typeof window(wide) !== "number") return undefined;
  return `The gRPC receivers advertised windows of ${window(narrow)} bytes (grpc) and ${window(wide)} bytes (grpc-wide).`;
}
