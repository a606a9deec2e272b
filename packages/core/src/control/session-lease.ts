import type { Clock } from "../clock/clock.js";
import { WireduelError } from "../failure/wireduel-error.js";

/** How long a session stays open without a lease and without calls. */
const IDLE_TIMEOUT_MS = 60_000;

/** A lease that a connection holds. */
export interface HeldLease {
  /** Resolves when the session has ended, or when another connection took the lease. */
  readonly ended: Promise<void>;
  /** Must be called if the connection broke. Ends the session, unless another connection took the lease. */
  broken(): void;
}

/**
 * Ends the session of a lost sender, so that the receiver does not stay busy forever. The session ends when
 * the sender's lease connection breaks. Without a lease (other HTTP clients), it ends after a minute without
 * calls.
 */
export class SessionLease {
  readonly #clock: Clock;
  readonly #expire: (session: string) => void;
  #session: string | undefined;
  #end: (() => void) | undefined;
  #cancelIdle: () => void = () => {};

  /** @param expire closes the given session */
  constructor(clock: Clock, expire: (session: string) => void) {
    this.#clock = clock;
    this.#expire = expire;
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
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.setTimer(IDLE_TIMEOUT_MS, () => {
      if (this.#end === undefined) this.#expire(session);
    });
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
        if (this.#end !== end) return;
        this.release();
        this.#expire(session);
      },
    };
  }

  /** Must be called when the session has ended. */
  release(): void {
    this.#cancelIdle();
    this.#end?.();
    this.#end = undefined;
    this.#session = undefined;
  }
}
