import { within } from "../clock/within.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { ChildCalls } from "../process/child-calls.js";

/** How long a new receiver process may take to answer, and what ends the wait. */
export interface StartLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for the first answer of a new receiver process. If there is none, ends the process.
 * @throws WireduelError `RECEIVER_START_FAILED` if it takes too long, or the error of the answer. Or the reason of the signal.
 */
export async function firstAnswer<T>(
  child: ChildCalls,
  answer: Promise<T>,
  { timeoutMs, signal }: StartLimits,
): Promise<T> {
  const slow = () =>
    new WireduelError("RECEIVER_START_FAILED", `the receiver process did not start within ${timeoutMs} ms`);
  try {
    return await within(answer, timeoutMs, slow, signal);
  } catch (error) {
    // It has nothing to close yet, and may hang.
    child.kill("did not start");
    await child.close();
    throw error;
  }
}
