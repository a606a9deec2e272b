import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ownFile } from "../adapter/own-files.js";
import type { ErrorCode, Failure } from "../failure/codes.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { isObject } from "../options/kinds.js";
import type { JsonObject } from "../result/json.js";
import { childEnv, childFlags } from "./child-flags.js";
import { forkWithProcess } from "./end-with-process.js";
import { killChild } from "./kill-child.js";
import { checkMayFork } from "./permissions.js";

/** How long a child may take to exit before it is killed. */
const EXIT_TIMEOUT_MS = 2_000;

/**
 * Ctrl-C in a terminal reaches the whole process group, and ends a child that is just starting. It may reach this process a
 * moment later. So the end of the child is only reported after this time, and the signal is the reason.
 */
const GROUP_SIGNAL_MS = 100;
const OF_GROUP: ReadonlySet<string> = new Set(["SIGINT", "SIGTERM", "SIGHUP"]);

/** A call to a child, sent over Node's IPC channel. */
export interface ChildCall {
  readonly id: number;
  readonly call: string;
  readonly args: readonly unknown[];
}

/** The child's reply to a call. */
export type ChildReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: Failure<ErrorCode> };

/** What a child sends to its parent outside of any call. */
export interface ChildEvent {
  readonly event: unknown;
}

/**
 * URL of a child's program, in the folder of `module`: TypeScript in the sources, JavaScript in the package.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export function entryBeside(module: string | undefined, name: string): string {
  const extension = module?.endsWith(".ts") ? "ts" : "js";
  return pathToFileURL(ownFile("@wireduel/core", module, [`./${name}.${extension}`])).href;
}

/** Options of a child process. */
export interface ChildOptions {
  /** The URL of its program, which must call `answerParent`. */
  readonly entry: string;
  /** Other modules it will load. They decide whether it needs a TypeScript loader. */
  readonly modules: readonly string[];
  /** What it needs to know before its first call, as JSON. It reads that with `startedWith`. Default: nothing. */
  readonly startWith?: JsonObject;
  /** Its name in messages, such as `the receiver process`. */
  readonly what: string;
  /** Makes the error of a call that gets no reply because the process has ended. */
  gone(how: string): WireduelError;
}

/** A child process that answers calls. It ends when it is closed, or with its parent. */
export class ChildCalls {
  /** If the process ends before `close`, resolves with a description of what happened. Never rejects. */
  readonly lost: Promise<string>;
  /** Called with each event that the child emits with `emitToParent`. Must not throw. */
  onEvent: (event: unknown) => void = () => {};
  readonly #child: ChildProcess;
  readonly #gone: ChildOptions["gone"];
  readonly #ended: Promise<string>;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastCall = 0;
  #closing = false;
  #killedBecause: string | undefined;
  /** How the process has ended. */
  #endedHow: string | undefined;

  /**
   * @throws WireduelError `ADAPTER_NOT_LOADABLE` if a module is TypeScript and there is no loader for it,
   *   `PERMISSION_DENIED` if Node's permission model forbids the process
   */
  constructor({ entry, modules, startWith, what, gone }: ChildOptions) {
    checkMayFork([entry, ...modules]);
    const execArgv = childFlags([entry, ...modules]);
    const child = forkWithProcess(() =>
      fork(fileURLToPath(entry), [JSON.stringify(startWith ?? {})], {
        execArgv,
        env: childEnv(),
        serialization: "advanced",
        // Output of the child must not mix with this process's stdout.
        stdio: ["ignore", 2, 2, "ipc"],
      }),
    );
    this.#child = child;
    this.#gone = gone;
    this.#ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      child.once("exit", (code, signal) => {
        const end = () => resolve(this.#killedBecause ?? `ended with ${signal ?? `exit code ${code}`}`);
        if (signal !== null && OF_GROUP.has(signal)) setTimeout(end, GROUP_SIGNAL_MS);
        else end();
      });
    }).then((how) => `${what} ${how}`);
    this.lost = new Promise((resolve) => {
      void this.#ended.then((how) => {
        this.#endedHow = how;
        for (const { reject } of this.#waiting.values()) reject(this.#gone(how));
        this.#waiting.clear();
        if (!this.#closing) resolve(how);
      });
    });
    child.on("message", (message: unknown) => {
      // A library of an adapter may send messages of its own, such as `ready` for pm2.
      if (!isObject(message)) return;
      if ("event" in message) this.onEvent(message.event);
      else this.#settle(message as ChildReply);
    });
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** From now on, it does not keep this process alive. */
  unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** The opposite of `unref`. */
  ref(): void {
    this.#child.ref();
    this.#child.channel?.ref();
  }

  /** Calls the child and resolves with its reply. Rejects with the child's error, or with `gone`. */
  call(call: string, args: readonly unknown[] = []): Promise<unknown> {
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      // The channel of a process that could not be started looks open.
      if (this.#endedHow !== undefined) return reject(this.#gone(this.#endedHow));
      this.#waiting.set(id, { resolve, reject });
      const request: ChildCall = { id, call, args };
      if (!this.#child.connected) void this.#ended.then((how) => reject(this.#gone(how)));
      // If sending fails, the child has ended, and that rejects the call.
      else this.#child.send(request, () => {});
    });
  }

  /**
   * Kills the process. It then counts as lost, for this reason.
   * @param because such as `did not answer for 30000 ms`
   */
  kill(because: string): void {
    this.#killedBecause ??= because;
    killChild(this.#child);
  }

  /** Ends the process, with SIGKILL after 2 s. Resolves when it has ended. Idempotent. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => killChild(this.#child), EXIT_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(kill);
  }

  #settle(reply: ChildReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (waiting === undefined) return;
    if ("error" in reply) waiting.reject(new WireduelError(reply.error.code, reply.error.message));
    else waiting.resolve(reply.value);
  }
}
