import type { BenchmarkEvents } from "../events/events.js";
import { countOf, formatCount, formatDelay } from "./format-number.js";
import { checkTextOptions, type TextOptions } from "./input.js";
import { checkSource, type EventSource, subscribe } from "./source.js";

type Progress = Parameters<BenchmarkEvents["progress"]>[0];

/** A phase that takes longer gets a line this often. */
const LINE_EVERY_MS = 5_000;

/**
 * Writes how far a run is: a line every five seconds of each warm-up and each measurement that takes longer, and with
 * several rounds how many are complete and how long the others will take. A short run of one round writes nothing.
 *
 * @param events the emitter that is also passed to `runBenchmark` as `events`
 * @param write called with lines that end with a line break
 * @throws WireduelError `INVALID_OPTION`
 */
export function streamProgress(
  events: EventSource,
  write: (text: string) => void,
  options?: TextOptions,
): void {
  checkSource(events, write);
  const { noun } = checkTextOptions(options);
  writeProgress(events, (progress) => write(`${progressInWords(progress, noun)}\n`));
  let nextMs = 0;
  subscribe(events, "block", ({ block, of, elapsedMs, leftMs }) => {
    if (elapsedMs < nextMs || leftMs === 0) return;
    nextMs = elapsedMs + LINE_EVERY_MS;
    write(`${roundInWords(block, of)} complete, about ${durationInWords(leftMs)} left\n`);
  });
}

/** Calls `write` when a line is due. */
export function writeProgress(events: EventSource, write: (progress: Progress) => void): void {
  let nextMs = LINE_EVERY_MS;
  subscribe(events, "phase", () => {
    nextMs = LINE_EVERY_MS;
  });
  subscribe(events, "progress", (progress) => {
    const { elapsedMs, done, of } = progress;
    if (elapsedMs < nextMs || done === of) return;
    nextMs = elapsedMs + LINE_EVERY_MS;
    write(progress);
  });
}

/** `Round 2 of 6, WebSocket: warm-up, 40 of 100 images after 5s`. */
export function progressInWords(
  { label, round, rounds, phase, done, of, elapsedMs }: Progress,
  noun: string,
): string {
  const which = rounds === 1 ? label : `${roundInWords(round, rounds)}, ${label}`;
  const far = of === null ? countOf(done, noun) : `${formatCount(done)} of ${countOf(of, noun)}`;
  const what = phase === "warm-up" ? "warm-up" : "measuring";
  return `${which}: ${what}, ${far} after ${formatDelay(1_000 * Math.round(elapsedMs / 1_000))}`;
}

/** `Round 2 of 6`. Without the total if it is not known. */
export function roundInWords(round: number, of: number | null): string {
  return `Round ${round + 1}${of === null ? "" : ` of ${of}`}`;
}

const A_LONG_TIME_MS = 120_000;

/** `40 s`, `12 min`. */
function durationInWords(ms: number): string {
  return ms < A_LONG_TIME_MS ? `${Math.ceil(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
