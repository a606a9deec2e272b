import type { Clock } from "../clock/clock.js";

/** How long a session lives without a lease and without any call of its own. */
const IDLE_TIMEOUT_MS = 60_000;

/** A lease that is held. */
export interface HeldLease {
  /** Resolves when the session has ended, or another connection took the lease. */
  readonly ended: Promise<void>;
  /** The connection broke: the session ends, if this lease was still the one that counts. */
  broken(): void;
}

/**
 * Ends a session whose sender is gone, as a remote receiver would else be busy for ever: at once when the sender's lease
 * connection breaks, or after a minute without a call where none was taken (a client of another kind).
 */
export class SessionLease {
  readonly #clock: Clock;
  readonly #expire: (session: string) => void;
  #end: (() => void) | undefined;
  #cancelIdle: () => void = () => {};

  /** @param expire closes the session named */
  constructor(clock: Clock, expire: (session: string) => void) {
    this.#clock = clock;
    this.#expire = expire;
  }

  /** Says that the session's own sender is alive. */
  touch(session: string): void {
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.setTimer(IDLE_TIMEOUT_MS, () => {
      if (this.#end === undefined) this.#expire(session);
    });
  }

  /** Takes the lease, from whichever connection held it. */
  hold(session: string): HeldLease {
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

  /** The session ended. */
  release(): void {
    this.#cancelIdle();
    this.#end?.();
    this.#end = undefined;
  }
}
