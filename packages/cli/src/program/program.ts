import { WireduelError } from "@wireduel/core";
import { COMMANDS } from "../commands/index.js";
import type { Context } from "../context.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { CommandError } from "../failure.js";
import { flagName } from "../flags/flag.js";
import { readCommandLine } from "./command-line.js";

/** Runs a command line, and returns the exit code. A failure is one line on stderr. */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  try {
    const request = readCommandLine(argv, COMMANDS);
    if (typeof request === "string") {
      context.out(request);
      return EXIT.ok;
    }
    const { command, args, given } = request;
    const values = Object.fromEntries(
      Object.entries(command.flags).map(([key, flag]) => [
        key,
        given[key] === undefined ? undefined : flag.parse(flagName(key), given[key]),
      ]),
    );
    return await command.run(args, values, context);
  } catch (error) {
    return reportFailure(error, context);
  }
}

function reportFailure(error: unknown, { err, signal }: Context): ExitCode {
  if (signal.aborted) return signal.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
  if (error instanceof CommandError) {
    err(`wireduel: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof WireduelError) {
    err(`wireduel: ${error.message} [${error.code}]\n`);
    return error.code === "INVALID_OPTION" ? EXIT.usage : EXIT.failed;
  }
  err(`wireduel: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.failed;
}
