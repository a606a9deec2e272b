import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { waitUntil } from "../clock/wait-until.js";

/** A closed loop with one payload under way and think time between them. */
export interface ClosedLoop {
  /** How many payloads; they have one delay less between them. */
  readonly count: number;
  readonly delayMs: number;
}

/**
 * Sends `count` payloads one after the other: payload n+1 is due `delayMs` after payload n was acknowledged or failed.
 * Stops early when `signal` aborts.
 *
 * @param transmit sends the payload of that index; resolves when it was acknowledged or has failed
 */
export async function runClosedLoop(
  { count, delayMs }: ClosedLoop,
  transmit: (index: number) => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  for (let index = 0; index < count && !signal.aborted; index++) {
    if (index > 0 && delayMs > 0) {
      await waitUntil(clock.now() + delayMs * NS_PER_MS, clock, signal);
      if (signal.aborted) return;
    }
    await transmit(index);
  }
}
