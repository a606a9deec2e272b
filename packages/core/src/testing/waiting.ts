import { setTimeout as sleep } from "node:timers/promises";
import { within } from "../clock/within.js";

/**
 * Timeouts of the suite. They are far longer than a correct adapter needs, even on a busy machine. The
 * suite's own tests lower `stepMs` for adapters that hang on purpose.
 */
export const timeouts = {
  /** One step of a case. */
  stepMs: 10_000,
  /** Cleaning up after a failed case. */
  cleanUpMs: 1_000,
  /** Starting another process. */
  startMs: 20_000,
  /** One case, for runners with a timeout. */
  caseMs: 60_000,
};

const POLL_MS = 5;

/** Resolves like `promise`. Rejects if that takes too long, with `what` in the message. */
export function soon<T>(promise: Promise<T>, what: string, timeoutMs: number = timeouts.stepMs): Promise<T> {
  return within(promise, timeoutMs, () => new Error(`${what}: not within ${timeoutMs} ms`));
}

/** Resolves when `condition` is true. Rejects if that takes too long, with the text of `describe`. */
export async function until(condition: () => boolean, describe: () => string): Promise<void> {
  const timeoutMs = timeouts.stepMs;
  const giveUpAt = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`${describe()} (after ${timeoutMs} ms)`);
    await sleep(POLL_MS);
  }
}

/** Waits for cleaning up after a failure. Never rejects, because that would hide the first error. */
export async function cleanUp(closing: Promise<unknown>): Promise<void> {
  await within(closing, timeouts.cleanUpMs, () => new Error("cleaning up took too long")).catch(() => {});
}
