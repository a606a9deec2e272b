import { messageOf } from "./end-with-parent.js";

/**
 * Runs one of many measurements. If it fails, it says so, the exit code of this process becomes 1, and the next one can follow.
 * @returns undefined if it failed, or if `signal` has aborted it
 */
export async function attempt<Result>(
  name: string,
  signal: AbortSignal,
  measure: () => Promise<Result>,
): Promise<Result | undefined> {
  if (signal.aborted) return undefined;
  report(name);
  try {
    return await measure();
  } catch (error) {
    if (signal.aborted) return undefined;
    report(`${name} failed: ${messageOf(error)}`);
    process.exitCode ??= 1;
    return undefined;
  }
}

/** Progress goes to stderr, results to stdout. */
export function report(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
