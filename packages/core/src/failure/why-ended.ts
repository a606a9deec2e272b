import { messageOf, WireduelError } from "./wireduel-error.js";

const ABORTED = "the caller aborted the run";

/** @throws WireduelError `ABORTED` if the caller aborted the run */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WireduelError("ABORTED", ABORTED);
}

/**
 * Why a run ended early. After the caller aborted, that is the reason, whatever failed then: Ctrl-C in a terminal also ends
 * child processes that are just starting.
 */
export function whyEnded(error: unknown, signal: AbortSignal | undefined): WireduelError {
  if (error instanceof WireduelError && error.code === "ABORTED") return error;
  if (signal?.aborted) return new WireduelError("ABORTED", ABORTED, { cause: error });
  if (error instanceof WireduelError) return error;
  return new WireduelError("UNEXPECTED", messageOf(error), { cause: error });
}
