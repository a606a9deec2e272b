import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type ErrorCode, WireduelError } from "../failure/wireduel-error.js";
import { childFlags } from "./child-flags.js";

/** How long a child may take to end by itself before it is killed. */
const EXIT_TIMEOUT_MS = 2_000;

/** One call on its way to a child, over Node's IPC channel. */
export interface ChildCall {
  readonly id: number;
  readonly call: string;
  readonly args: readonly unknown[];
}

/** Its answer. */
export type ChildReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** The program of a child beside the module that starts it: TypeScript beside a source, JavaScript beside the bundle. */
export function entryBeside(module: string, name: string): string {
  return new URL(`./${name}${module.endsWith(".ts") ? ".ts" : ".js"}`, module).href;
}

/** What a child is made of. */
export interface ChildOptions {
  /** The URL of its program, which `answerParent` serves. */
  readonly entry: string;
  /** What else it will load, which decides on its loader. */
  readonly modules: readonly string[];
  /** What it is called in messages: `the receiver process`. */
  readonly what: string;
  /** The error of a call that nobody answers any more. */
  gone(how: string): WireduelError;
}

/** A process of its own that answers calls. It ends when it is let go of, or with its parent. */
export class ChildCalls {
  /** Resolves with what happened when the process ends before it was closed; never rejects. */
  readonly lost: Promise<string>;
  readonly #child: ChildProcess;
  readonly #gone: ChildOptions["gone"];
  readonly #ended: Promise<string>;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastCall = 0;
  #leaving = false;

  /** @throws WireduelError `ADAPTER_NOT_LOADABLE` if a module is TypeScript and nothing can load it */
  constructor({ entry, modules, what, gone }: ChildOptions) {
    const child = fork(fileURLToPath(entry), [], {
      execArgv: childFlags([entry, ...modules]),
      serialization: "advanced",
      // What is printed there must not get into this process's output.
      stdio: ["ignore", 2, 2, "ipc"],
    });
    this.#child = child;
    this.#gone = gone;
    this.#ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
    }).then((how) => `${what} ${how}`);
    this.lost = new Promise((resolve) => {
      void this.#ended.then((how) => {
        for (const { reject } of this.#waiting.values()) reject(this.#gone(how));
        this.#waiting.clear();
        if (!this.#leaving) resolve(how);
      });
    });
    child.on("message", (reply: ChildReply) => this.#settle(reply));
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** What the child's answer resolves to. Rejects with its error, or with `gone`. */
  call(call: string, args: readonly unknown[] = []): Promise<unknown> {
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const request: ChildCall = { id, call, args };
      if (!this.#child.connected) void this.#ended.then((how) => reject(this.#gone(how)));
      // A failed send is followed by the child's end, which rejects what waits.
      else this.#child.send(request, () => {});
    });
  }

  /** Lets the process go, by force if need be; resolves when it has ended. Idempotent. */
  async close(): Promise<void> {
    this.#leaving = true;
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), EXIT_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(kill);
  }

  #settle(reply: ChildReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(new WireduelError(reply.error.code, reply.error.message));
    else waiting?.resolve(reply.value);
  }
}
