import type { OnSignal } from "./program/signals.js";
import type { OutputStream } from "./terminal/terminal.js";

/** What a command gets from the process. Tests can give their own. */
export interface Context {
  /** Writes to stdout. The result only. */
  out(text: string): void;
  /** Writes to stderr: progress, warnings, errors. */
  err(text: string): void;
  /** Whether stdout and stderr are terminals, and how wide they are. They are written to with `out` and `err`. */
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The arguments of the command line. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of the command line start here. */
  readonly cwd: string;
  /** Aborts at the first Ctrl-C or SIGTERM after `onSignal("abort")`. `reason` is the name of the signal. */
  readonly signal: AbortSignal;
  /**
   * Says what Ctrl-C and SIGTERM do from now on. Before, they end the process at once. `abort`: there is something to keep
   * or to close. `exit`: there is something to remove.
   */
  onSignal(does: OnSignal): void;
}
