import { runBenchmark, runMatrix, WireduelError } from "@wireduel/core";
import { isMatrix, type StoredResult } from "@wireduel/core/report";
import type { ProgressHandlers } from "../progress/progress-events.js";
import type { RunPlan } from "./run-options.js";

/** What a run measured, and what ended it early. */
export interface Outcome {
  readonly result: StoredResult;
  /** Null: nothing did. */
  readonly error: WireduelError | null;
  /** Why not all of the result is in its file. Null: it is, or there is no file. */
  readonly notStored: string | null;
}

/**
 * Measures what was planned. A run that ends early still has an outcome, if it measured something.
 * @param file where to store the result. Default: nowhere.
 * @throws WireduelError if nothing was measured
 */
export async function measure(
  { single, matrix }: RunPlan,
  events: ProgressHandlers,
  signal: AbortSignal,
  file?: string,
): Promise<Outcome> {
  try {
    const result = single
      ? await runBenchmark({ ...single, events, signal, file })
      : await runMatrix({ ...matrix, events, signal, file });
    return { result, error: null, notStored: null };
  } catch (error) {
    const measured = error instanceof WireduelError ? (error.result ?? error.matrix) : undefined;
    if (measured === undefined || isEmpty(measured)) throw error;
    const { code, message } = error as WireduelError;
    // The run itself ended well.
    if (code === "FILE_NOT_WRITTEN") return { result: measured, error: null, notStored: message };
    return { result: measured, error: error as WireduelError, notStored: null };
  }
}

function isEmpty(result: StoredResult): boolean {
  return isMatrix(result) ? result.cells.every((cell) => cell.result === null) : result.timings.length === 0;
}
