import { WireduelError } from "@wireduel/core";
import type { Context } from "../context.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { CommandError, UsageError } from "../failure.js";

/**
 * Says on stderr what went wrong, on one line, and returns the exit code.
 * @param help the command line that explains how it is used
 */
export function reportFailure(error: unknown, help: string, { err, signal }: Context): ExitCode {
  if (signal.aborted) return signal.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
  const isUsage =
    error instanceof UsageError || (error instanceof WireduelError && error.code === "INVALID_OPTION");
  if (isUsage) {
    err(`wireduel: ${oneLine(error.message)} (see ${help})\n`);
    return EXIT.usage;
  }
  if (error instanceof CommandError) {
    err(`wireduel: ${oneLine(error.message)}\n`);
    return error.exitCode;
  }
  if (error instanceof WireduelError) {
    err(`wireduel: ${oneLine(error.message)} [${error.code}]\n`);
    return EXIT.failed;
  }
  err(`wireduel: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.failed;
}

function oneLine(message: string): string {
  return message.trim().replaceAll(/\s*\n\s*/g, " ");
}
