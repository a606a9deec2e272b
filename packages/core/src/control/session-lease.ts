import { afterListening } from "../clock/after-listening.js";
import type { Clock } from "../clock/clock.js";
import { WireduelError } from "../failure/wireduel-error.js";

/** A lease that a connection holds. */
export interface HeldLease {
  /** Resolves when the session has ended, or when another connection took the lease. */
  readonly ended: Promise<void>;
  /** Must be called if the connection broke. Ends the session, unless another connection took the lease. */
  broken(): void;
}

/** Options of `SessionLease`. */
export interface SessionLeaseOptions {
  readonly clock: Clock;
  /** How long a sender may make no call for its session, in milliseconds. */
  readonly silenceTimeoutMs: number;
  /** Closes the given session. */
  expire(session: string, why: "silent" | "disconnected"): void;
}

/**
 * Ends the session of a lost sender, so that the receiver does not stay busy. The session ends at once when the sender's
 * lease connection breaks. If the network goes silent, the kernel may only notice that after a quarter of an hour. So the
 * session also ends when no call has come for `silenceTimeoutMs`.
 */
export class SessionLease {
  readonly #options: SessionLeaseOptions;
  #session: string | undefined;
  #end: (() => void) | undefined;
  #cancelSilence: () => void = () => {};

  constructor(options: SessionLeaseOptions) {
    this.#options = options;
  }

  /** Must be called when a session has opened. */
  open(session: string): void {
    this.release();
    this.#session = session;
    this.touch(session);
  }

  /** Must be called after each call for a session. Restarts the timeout if it is the open one. */
  touch(session: string): void {
    if (session !== this.#session) return;
    const { clock, silenceTimeoutMs } = this.#options;
    this.#cancelSilence();
    this.#cancelSilence = afterListening(silenceTimeoutMs, () => this.#expire(session, "silent"), clock);
  }

  /**
   * Takes the lease. A connection that holds it loses it.
   * @throws WireduelError `SESSION_NOT_FOUND`
   */
  hold(session: string): HeldLease {
    if (session !== this.#session) {
      throw new WireduelError("SESSION_NOT_FOUND", `session ${session} is not open at this receiver`);
    }
    this.#end?.();
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#end = end;
    return {
      ended,
      broken: () => {
        if (this.#end === end) this.#expire(session, "disconnected");
      },
    };
  }

  /** Must be called when the session has ended. */
  release(): void {
    this.#cancelSilence();
    this.#end?.();
    this.#end = undefined;
    this.#session = undefined;
  }

  #expire(session: string, why: "silent" | "disconnected"): void {
    this.release();
    this.#options.expire(session, why);
  }
}
