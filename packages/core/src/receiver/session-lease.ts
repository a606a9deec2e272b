import type { Clock } from "../clock/clock.js";

/** How long a session lives without a lease and without any call. */
const IDLE_TIMEOUT_MS = 60_000;

/**
 * Ends a session whose sender is gone, as a remote receiver would else be busy for ever: at once when the sender's lease
 * connection breaks, or after a minute without a call where none was taken (a client of another kind).
 */
export class SessionLease {
  readonly #clock: Clock;
  readonly #expire: (session: string | undefined) => void;
  #held: { session: string; end: () => void } | undefined;
  #cancelIdle: () => void = () => {};

  /** @param expire closes the session named, or whichever is open if none is */
  constructor(clock: Clock, expire: (session: string | undefined) => void) {
    this.#clock = clock;
    this.#expire = expire;
  }

  /** Says that the sender is alive. */
  touch(): void {
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.setTimer(IDLE_TIMEOUT_MS, () => {
      if (this.#held === undefined) this.#expire(undefined);
    });
  }

  /** Takes the lease; what it returns resolves when the session has ended. */
  hold(session: string): Promise<void> {
    this.#held?.end();
    return new Promise((resolve) => {
      this.#held = { session, end: resolve };
    });
  }

  /** The lease's connection broke: its session ends. */
  release(session: string): void {
    if (this.#held?.session !== session) return;
    this.end(session);
    this.#expire(session);
  }

  /** The session ended. */
  end(session: string | undefined): void {
    if (this.#held === undefined || (session !== undefined && this.#held.session !== session)) return;
    this.#held.end();
    this.#held = undefined;
  }

  /** Stops the idle timer, for a server that closes. */
  stop(): void {
    this.#cancelIdle();
    this.end(undefined);
  }
}
