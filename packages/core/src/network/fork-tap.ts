import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import { within } from "../clock/within.js";
import type { RelayOptions } from "./relay.js";
import type { TapReading } from "./tap-reading.js";

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
  const failed = (how: string) => new WireduelError("CONNECT_FAILED", how);
  const child = new ChildCalls({
    entry: entryBeside(import.meta.url, "tap-process"),
    modules: [],
    what: "the network tap",
    gone: failed,
  });
  const slow = () => failed(`the network tap did not start within ${timeoutMs} ms`);
  try {
    const starting = child.call("start", [options]) as Promise<{ host: string; port: number }>;
    const { host, port } = await within(starting, timeoutMs, slow, signal);
    return {
      host,
      port,
      processId: child.processId,
      read: () => child.call("read") as Promise<TapReading>,
      lost: child.lost,
      close: () => child.close(),
    };
  } catch (error) {
    await child.close();
    throw error;
  }
}
