import { type Clock, NS_PER_MS } from "./clock.js";

/**
 * Node's timers fire up to 1 ms early and often some milliseconds late, so a timer does the long part and turns of
 * the event loop the last two milliseconds: never early, and late by what one turn takes.
 */
const POLL_FROM_MS = 2;

/** Resolves when `dueAt` (nanoseconds of `clock`) has come, or at once when `signal` aborts; it never rejects. */
export function waitUntil(dueAt: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let cancel = (): void => {};
    const finish = () => {
      cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const step = () => {
      const remainingMs = (dueAt - clock.now()) / NS_PER_MS;
      if (remainingMs <= 0 || signal.aborted) finish();
      else if (remainingMs > POLL_FROM_MS) cancel = clock.setTimer(remainingMs - POLL_FROM_MS, step);
      else cancel = clock.setImmediate(step);
    };
    signal.addEventListener("abort", finish, { once: true });
    step();
  });
}
