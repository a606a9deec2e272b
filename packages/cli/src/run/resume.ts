// A matrix that was interrupted goes on.
import { WireduelError } from "@wireduel/core";
import type { Context } from "../context.js";
import { badValue, UsageError } from "../failure.js";
import { pathOfStored } from "../formats/read-stored.js";
import type { RunPlan } from "./run-options.js";

/**
 * The file of the matrix.
 * @param given the file, or a folder as in `wireduel report`
 * @throws UsageError
 */
export function matrixToResume(given: string, { single }: RunPlan, { cwd }: Pick<Context, "cwd">): string {
  if (single !== null)
    throw badValue(
      "--resume",
      "several sizes, networks or rates, as in the matrix that was interrupted",
      "one cell",
    );
  return pathOfStored(given, cwd);
}

/** Core refuses another matrix before it measures anything. */
const OF_ANOTHER: ReadonlySet<string> = new Set(["INVALID_RESULT", "SETTINGS_DIFFER"]);

/** @throws UsageError if the file has no matrix, or one of other settings */
export async function orOtherSettings<T>(measured: Promise<T>): Promise<T> {
  try {
    return await measured;
  } catch (error) {
    if (!(error instanceof WireduelError) || !OF_ANOTHER.has(error.code)) throw error;
    throw new UsageError(`--resume: ${error.message}`);
  }
}
