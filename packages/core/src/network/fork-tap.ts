import { within } from "../clock/within.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import type { RelayOptions } from "./relay.js";
import type { TapReading, TapSide } from "./tap-reading.js";

/** Options of a tap. */
export interface TapOptions extends RelayOptions {
  /** How long the tap may take until it listens, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A relay in its own process, between the dialling end and the listening end. */
export interface Tap {
  /** Where to dial instead of the listening end. */
  readonly host: string;
  readonly port: number;
  readonly processId: number | undefined;
  /**
   * What has passed so far.
   * @throws WireduelError `CONNECT_FAILED` if its process has ended
   */
  read(): Promise<TapReading>;
  /**
   * Starts to count the bursts of a direction, or stops. See `Turns`. No effect with a network.
   * @throws WireduelError `CONNECT_FAILED` if its process has ended
   */
  countTurns(side: TapSide | null): Promise<void>;
  /** If the process ends before `close`, resolves with a description of what happened. Never rejects. */
  readonly lost: Promise<string>;
  /** Destroys every connection and ends the process, with SIGKILL if necessary. Idempotent. */
  close(): Promise<void>;
}

/**
 * The program of a tap.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export const tapProgram = (): string => entryBeside(import.meta.url, "tap-process");

/**
 * Starts a tap in its own process. On the event loop of one of the ends it would slow that end down.
 *
 * @throws WireduelError `CONNECT_FAILED` if it does not listen in time
 * @throws the reason of the signal
 */
export async function forkTap({ timeoutMs, signal, ...options }: TapOptions): Promise<Tap> {
  const failed = (how: string) => new WireduelError("CONNECT_FAILED", how);
  const child = new ChildCalls({
    entry: tapProgram(),
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
      async countTurns(side) {
        await child.call("countTurns", [side]);
      },
      lost: child.lost,
      close: () => child.close(),
    };
  } catch (error) {
    await child.close();
    throw error;
  }
}
