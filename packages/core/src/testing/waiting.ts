import { setTimeout as sleep } from "node:timers/promises";
import { within } from "../clock/within.js";

/** How long one step of a case may take: far more than a healthy adapter needs, and less than runners' usual 5 seconds. */
export const PATIENCE_MS = 3_000;
/** How long cleaning up may take after a case has failed. */
export const CLEAN_UP_MS = 1_000;
/** How long another process may take to start. */
export const START_MS = 10_000;

const POLL_MS = 5;

/** What `promise` resolves to; rejects if that takes longer than the suite's patience, saying what did not happen. */
export function soon<T>(promise: Promise<T>, what: string): Promise<T> {
  return within(promise, PATIENCE_MS, () => new Error(`${what}: not within ${PATIENCE_MS} ms`));
}

/** Resolves once `condition` holds; rejects if it does not in time, with what `describe` says then. */
export async function until(condition: () => boolean, describe: () => string): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`${describe()} (after ${PATIENCE_MS} ms)`);
    await sleep(POLL_MS);
  }
}
