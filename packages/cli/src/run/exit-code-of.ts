import { EXIT, type ExitCode, exitCodeOfSignal } from "../exit-code.js";
import type { Outcome } from "./measure.js";

/** The exit code of a run that measured something. */
export function exitCodeOf({ result, error }: Outcome, signal: AbortSignal): ExitCode {
  if (signal.aborted) return exitCodeOfSignal(signal);
  return error === null && result.status === "completed" ? EXIT.ok : EXIT.failed;
}
