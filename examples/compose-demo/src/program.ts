// Shared by the demo's programs: the command line, error messages, and closed pipes.
import { WireduelError } from "@wireduel/core";
import { type Flag, flagsOf, help } from "./arguments.js";
import { loadEnvironmentFile, refuseMisspelt } from "./environment.js";
import { DemoError, EXIT } from "./failure.js";

/** The exit code of Node if the program waits for a promise, and nothing is left that could settle it. */
const NOTHING_LEFT_TO_DO = 13;

/**
 * Runs a program of the demo: reads `.env`, checks names of variables and arguments, answers `--help`, and reports
 * a failure in one line.
 * @param main resolves with the exit code, or with undefined if the program goes on
 */
export async function runProgram(
  flags: readonly Flag[],
  main: (args: readonly string[]) => Promise<number | undefined>,
): Promise<void> {
  ignoreClosedPipes();
  let hasEnded = false;
  process.on("exit", (code) => {
    // A second Ctrl-C ends the program with a code of its own.
    if (hasEnded || (code !== EXIT.whole && code !== NOTHING_LEFT_TO_DO)) return;
    process.stderr.write("compose-demo: the program waits for what never happens\n");
    process.exitCode = EXIT.failed;
  });
  const args = process.argv.slice(2);
  try {
    if (flagsOf(args, flags).has("--help")) {
      process.stdout.write(help());
      return;
    }
    loadEnvironmentFile();
    refuseMisspelt(process.env);
    process.exitCode = await main(args);
  } catch (error) {
    process.exitCode = reportFailure(error);
  } finally {
    hasEnded = true;
  }
}

/** Writes a failure in one line and returns the exit code. An unexpected error is written with its stack. */
export function reportFailure(error: unknown): number {
  if (error instanceof DemoError) {
    process.stderr.write(`compose-demo: ${error.message}\n`);
    return error.exitCode;
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
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
