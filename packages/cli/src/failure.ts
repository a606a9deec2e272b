import { EXIT, type ExitCode } from "./exit-code.js";

/** A failure that one line describes completely. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: ExitCode = EXIT.failed;
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
