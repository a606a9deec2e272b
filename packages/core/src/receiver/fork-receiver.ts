import { type ChildProcess, fork } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { Adapter } from "../adapter.js";
import { codecOf, codecsOf } from "../define-adapter.js";
import { WireduelError } from "../errors.js";
import { within } from "../within.js";
import { childFlags } from "./child-flags.js";
import { CALLS, type CallReply, type CallRequest } from "./ipc-calls.js";
import { loadAdapter, NotHere } from "./load-adapter.js";
import type { ReceiverConnection, ReceiverControl } from "./receiver-control.js";

/** How long a receiver's process may take to end by itself before it is killed. */
const EXIT_TIMEOUT_MS = 2_000;

// Beside this file in src/, beside the bundle in dist/.
const ENTRY = new URL(
  import.meta.url.endsWith(".ts") ? "./receiver-process.ts" : "./receiver-process.js",
  import.meta.url,
).href;

/**
 * Makes sure that another process can make this adapter, before any is forked.
 *
 * @param timeoutMs how long its module may take to load
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`
 */
export async function checkForkable(adapter: Adapter, timeoutMs: number): Promise<void> {
  const { name, module, options } = adapter;
  const codec = codecOf(adapter);
  const inline = 'or use `receiver: "inline"`';
  if (module === undefined) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: a receiver process cannot make this adapter, as it names no \`module\`; put it into a module of its ` +
        `own with \`module: import.meta.url\` and the factory as default export, ${inline}`,
    );
  }
  if (module === mainScript()) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name} is defined in the script that was started (${module}), which a receiver process would run again; ` +
        `move the adapter into a module of its own, ${inline}`,
    );
  }
  const again = await loadAdapter(name, module, options, timeoutMs).catch((error: unknown) => {
    // The receiver's process gets a loader of its own, and says whether the module is right.
    if (error instanceof NotHere) return adapter;
    throw error;
  });
  if (!isDeepStrictEqual(again.options, JSON.parse(JSON.stringify(options)))) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: its options do not survive a JSON round trip, so both ends would not have the same`,
    );
  }
  // A child knows the built-in codecs, and the adapter's own, by name.
  if (codec.module === undefined && !codecsOf(adapter.codecs).includes(codec)) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: a receiver process cannot load the codec "${codec.name}", as it names no \`module\`; give it one, ${inline}`,
    );
  }
}

function mainScript(): string | undefined {
  try {
    return process.argv[1] === undefined ? undefined : pathToFileURL(realpathSync(process.argv[1])).href;
  } catch {
    return undefined;
  }
}

/**
 * Starts a receiver in a process of its own, fresh for each row of a run: two ends on one event loop falsify each other.
 * @param timeoutMs how long its process may take to answer
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`, `RECEIVER_START_FAILED`
 */
export async function forkReceiver(
  adapter: Adapter,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ReceiverConnection> {
  const modules = [ENTRY, adapter.module, codecOf(adapter).module].filter((module) => module !== undefined);
  const child = fork(fileURLToPath(ENTRY), [], {
    execArgv: childFlags(modules),
    serialization: "advanced",
    // What an adapter prints there must not get into this process's output.
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const receiver = new ForkedReceiver(child);
  const slow = () =>
    new WireduelError("RECEIVER_START_FAILED", `the receiver process did not start within ${timeoutMs} ms`);
  try {
    await within(receiver.ready, timeoutMs, slow, signal);
  } catch (error) {
    await receiver.connection.disconnect();
    throw error;
  }
  return receiver.connection;
}

class ForkedReceiver {
  readonly connection: ReceiverConnection;
  readonly ready: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #ended: Promise<string>;
  #lastCall = 0;
  #leaving = false;
  #isReady = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
    }).then((how) => `the receiver process ${how}`);
    const lost = new Promise<string>((resolve) => {
      void this.#ended.then((how) => {
        for (const { reject } of this.#waiting.values()) reject(this.#gone(how));
        this.#waiting.clear();
        if (!this.#leaving) resolve(how);
      });
    });
    child.on("message", (reply: CallReply) => this.#settle(reply));

    const calls = Object.fromEntries(
      CALLS.map((call) => [call, (...args: unknown[]) => this.#call(call, args)]),
    ) as unknown as ReceiverControl;
    this.connection = {
      ...calls,
      kind: "process",
      processId: child.pid,
      lost,
      disconnect: () => this.#disconnect(),
    };
    this.ready = calls.identify().then(() => {
      this.#isReady = true;
    });
  }

  #call(call: CallRequest["call"], args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const request: CallRequest = { id, call, args };
      if (!this.#child.connected) void this.#ended.then((how) => reject(this.#gone(how)));
      // A failed send is followed by the child's end, which rejects what waits.
      else this.#child.send(request, () => {});
    });
  }

  #settle(reply: CallReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(new WireduelError(reply.error.code, reply.error.message));
    else waiting?.resolve(reply.value);
  }

  #gone(how: string): WireduelError {
    return new WireduelError(this.#isReady ? "RECEIVER_LOST" : "RECEIVER_START_FAILED", how);
  }

  async #disconnect(): Promise<void> {
    this.#leaving = true;
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), EXIT_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(kill);
  }
}
