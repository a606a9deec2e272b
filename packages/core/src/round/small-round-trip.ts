import type { Clock } from "../clock/clock.js";
import { quantile } from "../stats/summary.js";
import type { Connections } from "./connections.js";
import { sendPhase } from "./send-phase.js";

/** How many small payloads are sent to learn what an acknowledgement takes. */
const PROBES = 32;
const PROBE_BYTES = 100;

/**
 * Half of the median round trip of small payloads, one after the other: what an acknowledgement takes to come back, where
 * clocks do not tell.
 * @returns nanoseconds, 0 if none was acknowledged; how many numbers were given out; whether one failed, which ends it
 */
export async function halfSmallRoundTrip(
  connections: Connections,
  payload: Uint8Array,
  firstSequence: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ ns: number; sent: number; failed: boolean }> {
  const life = new AbortController();
  const roundTrips: number[] = [];
  const { sent } = await sendPhase({
    ...{ connections, firstSequence, clock, maxInFlight: 1, order: "in-turn" as const },
    signal: AbortSignal.any([signal, life.signal]),
    payloads: [payload.subarray(0, PROBE_BYTES)],
    load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: PROBES, durationMs: null },
    onSettled({ error, acknowledgedAt, sentAt }) {
      if (error) life.abort();
      else roundTrips.push(acknowledgedAt - sentAt);
    },
  });
  roundTrips.sort((a, b) => a - b);
  return { ns: roundTrips.length > 0 ? quantile(roundTrips, 0.5) / 2 : 0, sent, failed: life.signal.aborted };
}
