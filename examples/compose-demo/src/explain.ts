import { EventEmitter } from "node:events";
import { type AdapterEvent, type BenchmarkResult, type Timing, typicalRound } from "@wireduel/core";
import { formatComparison, streamProgress } from "@wireduel/core/report";

const FLOOR = "tcp";

/** Writes a line before each adapter is measured, and how far it is, because the run takes a while. */
export function explainEvents(write: (text: string) => void): EventEmitter {
  const events = new EventEmitter();
  let shown = -1;
  events.on("phase", ({ label, index }: AdapterEvent) => {
    if (index !== shown) write(`${label} …\n`);
    shown = index;
  });
  streamProgress(events, write, { noun: "image" });
  return events;
}

/** The comparison of all adapters, and what JSON does to the image. */
export function formatExplanation(result: BenchmarkResult): string {
  const timing = (label: string) => result.timings.find((one) => one.label === label);
  const warmup = result.timings[0]?.warmupCount ?? 0;
  const paragraphs = [
    `Warm-up: ${warmup} images over each connection (not counted).`,
    codecSentence(timing("ws"), timing("ws-json-array")),
    formatComparison(result, { noun: "image", ratioTo: timing(FLOOR)?.label }),
  ];
  return `\n${paragraphs.filter((paragraph) => paragraph !== undefined).join("\n\n")}\n`;
}

/** What `JSON.stringify` of a Buffer does to a frame, and how long it takes. */
function codecSentence(raw: Timing | undefined, array: Timing | undefined): string | undefined {
  if (raw === undefined || array === undefined) return undefined;
  const [bytes, text] = [frameBytes(raw), frameBytes(array)];
  const { transmissionMs, encodeMs, decodeMs } = typicalRound(array).times;
  if (!bytes || !text || !transmissionMs || !encodeMs || !decodeMs) return undefined;
  const ms = (time: { readonly p50: number }) => time.p50.toPrecision(3);
  return (
    `JSON.stringify of a Buffer makes frames ${(text / bytes).toFixed(1)} times as long. Medians: ` +
    `${ms(encodeMs)} ms to encode, ${ms(decodeMs)} ms to decode, ${ms(transmissionMs)} ms for the whole transmission.`
  );
}

function frameBytes(timing: Timing): number {
  const { totals, counts } = typicalRound(timing);
  return counts.sent > 0 ? totals.frameBytes / counts.sent : 0;
}
