import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { WireduelError } from "../errors.js";
import { childFlags } from "../receiver/child-flags.js";
import { within } from "../within.js";
import type { RelayOptions } from "./relay.js";
import type { TapAddress, TapReply, TapRequest } from "./tap-calls.js";
import type { TapReading } from "./tap-reading.js";

/** How long a tap's process may take to end by itself before it is killed. */
const EXIT_TIMEOUT_MS = 2_000;

// Beside this file in src/, beside the bundle in dist/.
const ENTRY = new URL(
  import.meta.url.endsWith(".ts") ? "./tap-process.ts" : "./tap-process.js",
  import.meta.url,
).href;

/** Where a tap leads, how, and how long it may take to listen. */
export interface TapOptions extends RelayOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A relay in a process of its own, between the end that dials and the end that listens. */
export interface Tap {
  /** Where to dial instead of the listening end. */
  readonly host: string;
  readonly port: number;
  readonly processId: number | undefined;
  /**
   * What passed so far.
   * @throws WireduelError `CONNECT_FAILED` if its process has ended
   */
  read(): Promise<TapReading>;
  /** Resolves with what happened when the process ends before it was closed; never rejects. */
  readonly lost: Promise<string>;
  /** Cuts every connection and ends the process, by force if need be. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a tap in a process of its own: on the event loop of one of the ends it would delay that end.
 *
 * @throws WireduelError `CONNECT_FAILED` if it does not listen in time; the signal's reason
 */
export async function forkTap({ timeoutMs, signal, ...options }: TapOptions): Promise<Tap> {
  const child = fork(fileURLToPath(ENTRY), [], {
    execArgv: childFlags([ENTRY]),
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const tap = new ForkedTap(child);
  const slow = () => failed(`did not start within ${timeoutMs} ms`);
  try {
    const { host, port } = await within(tap.start(options), timeoutMs, slow, signal);
    return {
      host,
      port,
      processId: child.pid,
      read: () => tap.read(),
      lost: tap.lost,
      close: () => tap.close(),
    };
  } catch (error) {
    await tap.close();
    throw error;
  }
}

function failed(how: string): WireduelError {
  return new WireduelError("CONNECT_FAILED", `the network tap ${how}`);
}

class ForkedTap {
  /** What happened when the process ended unasked. */
  readonly lost: Promise<string>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastCall = 0;
  #leaving = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
    });
    this.lost = new Promise((resolve) => {
      void this.#ended.then((how) => {
        for (const { reject } of this.#waiting.values()) reject(failed(how));
        this.#waiting.clear();
        if (!this.#leaving) resolve(`the network tap ${how}`);
      });
    });
    child.on("message", (reply: TapReply) => this.#settle(reply));
  }

  start(options: RelayOptions): Promise<TapAddress> {
    return this.#call((id) => ({ id, call: "start", options })) as Promise<TapAddress>;
  }

  read(): Promise<TapReading> {
    return this.#call((id) => ({ id, call: "read" })) as Promise<TapReading>;
  }

  async close(): Promise<void> {
    this.#leaving = true;
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), EXIT_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(kill);
  }

  #call(request: (id: number) => TapRequest): Promise<unknown> {
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (!this.#child.connected) void this.#ended.then((how) => reject(failed(how)));
      // A failed send is followed by the child's end, which rejects what waits.
      else this.#child.send(request(id), () => {});
    });
  }

  #settle(reply: TapReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(failed(`answered: ${reply.error}`));
    else waiting?.resolve(reply.value);
  }
}
