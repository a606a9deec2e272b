import type { Context } from "./context.js";
import type { ExitCode } from "./exit-code.js";
import type { Flags, ValuesOf } from "./flags/flag.js";

/** A line that the help shows as an example. */
export interface Example {
  readonly command: string;
  readonly meaning: string;
}

/** One command, such as `run` or `gate`. */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** Its arguments in the syntax of the help: `ADAPTER...`, `BASE HEAD`, or empty. `[X]` may be left out. */
  readonly takes: string;
  readonly flags: F;
  readonly examples: readonly Example[];
  /**
   * Runs the command.
   * @throws CommandError, WireduelError
   */
  run(args: readonly string[], values: ValuesOf<F>, context: Context): Promise<ExitCode>;
}

/** Makes a command, with the types of its flags. */
export function defineCommand<F extends Flags>(command: Command<F>): Command {
  return command as unknown as Command;
}
