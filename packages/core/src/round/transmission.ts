import { NS_PER_MS } from "../clock/clock.js";
import type { ClockModel } from "../clock/clock-model.js";
import type { PayloadError } from "../failure/codes.js";
import type { Transmission } from "../result/result.js";
import type { Stamps } from "./sample.js";

/** What is needed to convert stamps to times. */
export interface Reading {
  readonly clock: ClockModel;
  /** When the phase began. */
  readonly beganAt: number;
  /** Whether payloads were due by a schedule. */
  readonly scheduled: boolean;
}

/** Converts one payload's stamps to times. ARCHITECTURE.md has a diagram of them. */
export function transmissionOf(
  stamps: Stamps,
  index: number,
  error: PayloadError | undefined,
  { clock, beganAt, scheduled }: Reading,
): Transmission {
  const { dueAt, sentAt, encodedAt, acknowledgedAt } = stamps;
  const decodedAt = clock.decodedAt(stamps);
  const receivedAt = decodedAt - (stamps.decodedAt - stamps.receivedAt);
  return {
    index,
    status: error ? "failed" : "acknowledged",
    connection: stamps.connection,
    payloadBytes: stamps.payloadBytes,
    frameBytes: Number.isNaN(stamps.frameBytes) ? null : stamps.frameBytes,
    dueAfterMs: (dueAt - beganAt) / NS_PER_MS,
    sentAfterMs: (sentAt - beganAt) / NS_PER_MS,
    slipMs: (sentAt - dueAt) / NS_PER_MS,
    encodeMs: span(sentAt, encodedAt),
    transportMs: span(encodedAt, receivedAt),
    decodeMs: span(stamps.receivedAt, stamps.decodedAt),
    transmissionMs: span(sentAt, decodedAt),
    serviceMs: span(sentAt, acknowledgedAt),
    responseMs: scheduled ? span(dueAt, acknowledgedAt) : null,
    ...(error ? { error } : {}),
  };
}

/** The time from one stamp to another in milliseconds. Null if either was not taken. */
function span(from: number, to: number): number | null {
  const nanoseconds = to - from;
  return Number.isNaN(nanoseconds) ? null : nanoseconds / NS_PER_MS;
}
