import { type Clock, NS_PER_MS } from "./clock.js";

/**
 * Node's timers fire up to 1 ms early and often some milliseconds late, so a timer does the long part of a wait, and turns of
 * the event loop the last two milliseconds: never early, and late by what one turn takes. Turns cost processor time: what is
 * due all the time keeps one core busy.
 */
export const POLL_FROM_NS: number = 2 * NS_PER_MS;

/**
 * Calls `run` once, two milliseconds before `dueAt`, or in the next turn of the event loop if that has come: it looks at the
 * clock, and calls this again if it is too early. Returns its cancel.
 */
export function wakeNear(dueAt: number, clock: Clock, run: () => void): () => void {
  const remainingNs = dueAt - clock.now();
  return remainingNs > POLL_FROM_NS
    ? clock.setTimer((remainingNs - POLL_FROM_NS) / NS_PER_MS, run)
    : clock.setImmediate(run);
}
