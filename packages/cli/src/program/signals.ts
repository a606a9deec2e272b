import { EXIT, type ExitCode } from "../exit-code.js";

/** What a signal does: it ends the process after its `exit` handlers, or it aborts what the command does. */
export type OnSignal = "exit" | "abort";

/** The signals that end a command, with its exit codes. */
const CODES = [
  ["SIGINT", EXIT.interrupted],
  ["SIGTERM", EXIT.terminated],
  // The terminal was closed.
  ["SIGHUP", EXIT.terminated],
] as const;

/**
 * Within this time, signals are one: Ctrl-C in a terminal reaches npx and the command, and npx passes it on as well.
 */
const SAME_SIGNAL_MS = 300;

/**
 * Ctrl-C and the like. Before the first `on`, this process does not handle them, so they end it at once, whatever it does:
 * a handler would have to wait until a large file is read, or a module is loaded.
 */
export class Signals {
  readonly #abort = new AbortController();
  readonly #err: (text: string) => void;
  readonly #end: (code: ExitCode) => never;
  #does: OnSignal | undefined;
  #firstAt: number | undefined;

  /** @param end ends the process */
  constructor(err: (text: string) => void, end: (code: ExitCode) => never) {
    this.#err = err;
    this.#end = end;
  }

  /** Aborts at the first signal after `on("abort")`. `reason` is the name of the signal. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Says what signals do from now on. */
  on(does: OnSignal): void {
    const listens = this.#does !== undefined;
    this.#does = does;
    if (listens) return;
    for (const [signal, code] of CODES) process.on(signal, () => this.#handle(signal, code));
  }

  #handle(signal: NodeJS.Signals, code: ExitCode): void {
    if (this.#does === "exit") this.#end(code);
    if (this.#firstAt === undefined) {
      this.#firstAt = performance.now();
      this.#abort.abort(signal);
      setTimeout(() => this.#err("wireduel: stopping; Ctrl-C again ends at once\n"), SAME_SIGNAL_MS).unref();
    } else if (performance.now() - this.#firstAt > SAME_SIGNAL_MS) {
      // Core ends its child processes with this one.
      this.#end(code);
    }
  }
}
