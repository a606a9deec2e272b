// What the transmitter writes during a run and at its end.
import { EventEmitter } from "node:events";
import type { BenchmarkOptions, BenchmarkResult } from "@wireduel/core";
import { formatText, streamProgress, streamText } from "@wireduel/core/report";

/** Writes a report during a run and at its end. */
export interface Report {
  readonly events: NonNullable<BenchmarkOptions["events"]>;
  finish(result: BenchmarkResult): void;
}

type Write = (text: string) => void;

/** Writes each transmission as soon as it is acknowledged. */
export function transferReport(write: Write, hint: string | undefined): Report {
  const events = new EventEmitter();
  return { events, finish: streamText(events, write, { noun: "image", hint }) };
}

/**
 * Writes everything at the end.
 * @param announce called with lines about the progress
 */
export function comparisonReport(write: Write, announce: Write, hint: string | undefined): Report {
  const events = new EventEmitter();
  streamProgress(events, announce, { noun: "image" });
  return { events, finish: (result) => write(`${formatText(result, { noun: "image", hint })}\n`) };
}
