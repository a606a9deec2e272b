import { WireduelError } from "@wireduel/core";
import { SettingError } from "./settings.js";

/** 0: all arrived whole. 1: they did not, or the run failed. 2: a setting cannot be used. 130, 143: a signal ended it. */
export const EXIT = { whole: 0, failed: 1, badSetting: 2 } as const;

/** The exit code that shells give a process that a signal ended. */
export const SIGNAL_EXIT: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Says in one line what is wrong, and which exit code that is. An error that nobody foresaw keeps its stack. */
export function explainFailure(error: unknown): number {
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
