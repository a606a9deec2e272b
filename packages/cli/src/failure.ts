import { messageOf } from "@wireduel/core/adapter";
import { EXIT, type ExitCode } from "./exit-code.js";

/** A failure that one line describes completely. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: ExitCode = EXIT.failed;

  /** @param message may quote a file that someone else wrote, so it becomes what a terminal may show */
  constructor(message: string, options?: ErrorOptions) {
    super(messageOf(message), options);
  }
}

/** The command line or the configuration is wrong. Nothing was measured. */
export class UsageError extends CommandError {
  override readonly name: string = "UsageError";
  override readonly exitCode: ExitCode = EXIT.usage;
}

/**
 * The error for a wrong value.
 * @param name the flag, such as `--size`, or the key of the configuration
 */
export function badValue(name: string, wanted: string, got: string): UsageError {
  return new UsageError(`${name}: expected ${wanted}, got ${got}`);
}
