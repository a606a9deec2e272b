import { runBenchmark, runMatrix, WireduelError } from "@wireduel/core";
import { isMatrix, type StoredResult } from "@wireduel/core/report";
import type { ProgressHandlers } from "../progress/progress-events.js";
import type { RunPlan } from "./run-options.js";

/** What a run measured, and what ended it early. */
export interface Outcome {
  readonly result: StoredResult;
  /** Null: nothing did. */
  readonly error: WireduelError | null;
}

/**
 * Measures what was planned. A run that ends early still has an outcome, if it measured something.
 * @throws WireduelError if nothing was measured
 */
export async function measure(
  { single, matrix }: RunPlan,
  events: ProgressHandlers,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const result = single
      ? await runBenchmark({ ...single, events, signal })
      : await runMatrix({ ...matrix, events, signal });
    return { result, error: null };
  } catch (error) {
    const measured = error instanceof WireduelError ? (error.result ?? error.matrix) : undefined;
    if (measured === undefined || isEmpty(measured)) throw error;
    return { result: measured, error: error as WireduelError };
  }
}

function isEmpty(result: StoredResult): boolean {
  return isMatrix(result) ? result.cells.every((cell) => cell.result === null) : result.timings.length === 0;
}
