import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { within } from "../clock/within.js";

/**
 * Timeouts of the suite. They are far longer than a correct adapter needs, even on a busy machine. The
 * suite's own tests lower some of them for adapters that hang on purpose.
 */
export const timeouts = {
  /** One step of a case, and a wait without any progress. */
  stepMs: 10_000,
  /** Cleaning up after a failed case. */
  cleanUpMs: 1_000,
  /** How long a link is idle. */
  pauseMs: 2_500,
  /** Starting another process. */
  startMs: 20_000,
  /** One case, for runners with a timeout. Long, because a slow adapter that makes progress is right. */
  caseMs: 600_000,
};

const POLL_MS = 5;
/** How many turns of the event loop are polled before the polls are timed. */
const QUICK_POLLS = 20;
/** The most that one poll counts. If this process did not run, that is not the adapter's fault. */
const MOST_PER_POLL_MS = 50;

/**
 * Resolves like `promise`. Rejects if that takes too long, with `what` in the message. A function says what
 * the state is then.
 */
export function soon<T>(
  promise: Promise<T>,
  what: string | (() => string),
  timeoutMs: number = timeouts.stepMs,
): Promise<T> {
  const text = () => (typeof what === "string" ? what : what());
  return within(promise, timeoutMs, () => new Error(`${text()}: not within ${timeoutMs} ms`));
}

/**
 * Resolves when `condition` is true. Rejects if that takes too long, with the text of `describe`. A slow
 * adapter on a busy machine may take any time, as long as the value of `progress` changes.
 */
export async function until(
  condition: () => boolean,
  describe: () => string,
  progress: () => unknown = () => undefined,
): Promise<void> {
  const timeoutMs = timeouts.stepMs;
  let waitedMs = 0;
  let pollAt = performance.now();
  let progressAt = pollAt;
  let before = progress();
  for (let polls = 0; !condition(); polls++) {
    if (waitedMs > timeoutMs) {
      throw new Error(`${describe()}; last progress ${Math.round(pollAt - progressAt)} ms ago`);
    }
    await (polls < QUICK_POLLS ? turn() : sleep(POLL_MS));
    const now = performance.now();
    const after = progress();
    waitedMs = after === before ? waitedMs + Math.min(now - pollAt, MOST_PER_POLL_MS) : 0;
    if (after !== before) {
      polls = 0;
      progressAt = now;
    }
    before = after;
    pollAt = now;
  }
}

/** Waits for cleaning up after a failure. Never rejects, because that would hide the first error. */
export async function cleanUp(closing: Promise<unknown>): Promise<void> {
  await within(closing, timeouts.cleanUpMs, () => new Error("cleaning up took too long")).catch(() => {});
}
