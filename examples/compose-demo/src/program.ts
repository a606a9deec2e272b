// Shared by the demo's programs: exit codes, error messages, and closed pipes.
import { WireduelError } from "@wireduel/core";
import { SettingError } from "./settings.js";

/**
 * Exit codes.
 *
 * - `whole`: all images arrived unchanged
 * - `failed`: an image was lost or damaged, or the run failed
 * - `badSetting`: a setting is invalid
 */
export const EXIT = { whole: 0, failed: 1, badSetting: 2 } as const;

/** The exit codes that shells use for a process that was ended by a signal. */
export const SIGNAL_EXIT: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Writes a failure in one line and returns the exit code. An unexpected error is written with its stack. */
export function reportFailure(error: unknown): number {
  if (error instanceof SettingError) {
    process.stderr.write(`compose-demo: ${error.message}\n`);
    return EXIT.badSetting;
  }
  if (error instanceof WireduelError) {
    process.stderr.write(`compose-demo: ${error.message} [${error.code}]\n`);
    return error.code === "INVALID_OPTION" ? EXIT.badSetting : EXIT.failed;
  }
  process.stderr.write(`compose-demo: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.failed;
}

/**
 * Ignores errors of a pipe whose reader stops early (`| head`). The run must continue, to write its results.
 */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
