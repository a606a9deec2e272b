import {
  type BenchmarkResult,
  type PicturedTime,
  type Series,
  type Transmission,
  typicalRound,
} from "@wireduel/core/report";

/** The payloads of a timing's typical round. */
export interface SentPayloads {
  readonly label: string;
  /** Its index in the result. */
  readonly index: number;
  /** Those that the result lists, in the order in which they were sent. */
  readonly payloads: readonly Payload[];
  /** How many the result does not list. */
  readonly unlisted: number;
  /** The median of the round, in milliseconds. Undefined if there is none. */
  readonly medianMs: number | undefined;
  readonly drops: readonly Drops[];
}

/** A payload that was sent. */
export interface Payload {
  /** Its position in the round, from 0. */
  readonly number: number;
  /** When it was sent, in milliseconds since the round began. */
  readonly afterMs: number;
  /** How long it took. Infinity if it never came, and NaN if its time could not be measured. */
  readonly ms: number;
  /** `damaged`, `failed: PAYLOAD_TIMEOUT`. "" if all is well. */
  readonly fault: string;
}

/** A stretch of time in which payloads were due but not sent. */
export interface Drops {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly count: number;
}

/** The payloads of the typical rounds, and how long they took. */
export function sentPayloads({ timings }: BenchmarkResult, { time }: PicturedTime): SentPayloads[] {
  return timings.map((timing, index) => {
    const { transmissions, counts, times, series } = typicalRound(timing);
    return {
      label: timing.label,
      index,
      payloads: transmissions.map((one) => payloadOf(one, time)),
      unlisted: Math.max(0, counts.sent - transmissions.length),
      medianMs: times[time]?.p50,
      drops: dropsOf(series),
    };
  });
}

function payloadOf(transmission: Transmission, time: PicturedTime["time"]): Payload {
  const { index: number, sentAfterMs: afterMs, status, error } = transmission;
  const ms = transmission[time] ?? Number.NaN;
  switch (status) {
    case "acknowledged":
      return { number, afterMs, ms, fault: "" };
    case "damaged":
      return { number, afterMs, ms, fault: "damaged" };
    case "failed":
      return {
        number,
        afterMs,
        ms: Number.POSITIVE_INFINITY,
        fault: `failed: ${error?.code ?? "no reason"}`,
      };
  }
}

/** Intervals that follow each other are one stretch. */
function dropsOf({ intervals, intervalMs }: Series): Drops[] {
  const drops: { fromMs: number; untilMs: number; count: number }[] = [];
  for (const { startMs, dropped } of intervals) {
    if (dropped === 0) continue;
    const last = drops.at(-1);
    const untilMs = startMs + intervalMs;
    if (last?.untilMs === startMs) Object.assign(last, { untilMs, count: last.count + dropped });
    else drops.push({ fromMs: startMs, untilMs, count: dropped });
  }
  return drops;
}
