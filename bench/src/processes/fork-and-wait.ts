import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Options of a forked program. */
export interface ForkOptions {
  /** The name of the process in error messages: `the receiver`. */
  readonly name: string;
  readonly args?: readonly string[];
  /** Environment variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Timeout of each message. Default: none. */
  readonly timeoutMs?: number;
  /** Stops waiting. */
  readonly signal?: AbortSignal;
}

/** A running program that sends messages. */
export interface Child {
  readonly processId: number;
  send(message: object): void;
  /**
   * The next unread message.
   * @throws Error if the process ends first, after the timeout, or if the signal aborts
   */
  next(): Promise<unknown>;
}

/** Starts a program, and resolves with its first message. The process is killed afterwards. */
export async function forkAndWait<Reply>(program: URL, options: ForkOptions): Promise<Reply> {
  return (await withChild(program, options, (child) => child.next())) as Reply;
}

/** Runs a program while `use` runs, and always kills the process afterwards. */
export async function withChild<Result>(
  program: URL,
  options: ForkOptions,
  use: (child: Child) => Promise<Result>,
): Promise<Result> {
  // Flags of this process must not change what the child measures.
  const child = fork(fileURLToPath(program), options.args ?? [], {
    execArgv: [],
    env: { ...process.env, ...options.env },
  });
  const messages = new Messages(child, options);
  try {
    return await use({
      processId: child.pid as number,
      // A failed send is followed by the end of the process, which `next` reports.
      send: (message) => child.send(message, () => {}),
      next: () => messages.next(),
    });
  } finally {
    // It may be busy and not read its channel. Its own children end when their channels close.
    child.kill("SIGKILL");
    await messages.ended;
  }
}

/** A queue of the messages of one process. */
class Messages {
  readonly ended: Promise<string>;
  readonly #unread: unknown[] = [];
  readonly #options: ForkOptions;
  #arrived: () => void = () => {};

  constructor(child: ChildProcess, options: ForkOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      child.once("error", ({ message }) => resolve(`failed: ${message}`));
      // Not "exit", which can be emitted before the last messages.
      child.once("close", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
    });
    child.on("message", (message) => {
      this.#unread.push(message);
      this.#arrived();
    });
  }

  async next(): Promise<unknown> {
    const { name, timeoutMs, signal } = this.#options;
    signal?.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    let abort = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        this.#arrived = resolve;
        if (this.#unread.length > 0) resolve();
        void this.ended.then((how) => reject(new Error(`${name} ${how} before it answered`)));
        if (timeoutMs !== undefined) {
          const message = `${name} did not answer within ${timeoutMs} ms`;
          timer = setTimeout(() => reject(new Error(message)), timeoutMs);
        }
        abort = () => reject(signal?.reason);
        signal?.addEventListener("abort", abort, { once: true });
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
    return this.#unread.shift();
  }
}
