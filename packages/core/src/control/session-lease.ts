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

/** Options of `SessionLeases`. */
export interface SessionLeasesOptions {
  readonly clock: Clock;
  /** How long a sender may make no call for its session, in milliseconds. */
  readonly silenceTimeoutMs: number;
  /** Closes the given session. */
  expire(session: string, why: "silent" | "disconnected"): void;
}

interface Lease {
  /** Ends the wait of the connection that holds it. */
  end: () => void;
  cancelSilence: () => void;
}

/**
 * Ends the sessions of lost senders, so that the receiver does not stay busy. A session ends at once when its sender's
 * lease connection breaks. If the network goes silent, the kernel may only notice that after a quarter of an hour. So a
 * session also ends when no call has come for `silenceTimeoutMs`.
 */
export class SessionLeases {
  readonly #options: SessionLeasesOptions;
  readonly #leases = new Map<string, Lease>();

  constructor(options: SessionLeasesOptions) {
    this.#options = options;
  }

  /** Must be called when a session has opened. */
  open(session: string): void {
    this.#leases.set(session, { end: nothing, cancelSilence: nothing });
    this.touch(session);
  }

  /** Must be called after each call for a session. Restarts its timeout. */
  touch(session: string): void {
    const lease = this.#leases.get(session);
    if (lease === undefined) return;
    const { clock, silenceTimeoutMs } = this.#options;
    lease.cancelSilence();
    lease.cancelSilence = afterListening(silenceTimeoutMs, () => this.#expire(session, "silent"), clock);
  }

  /**
   * Takes the lease. A connection that holds it loses it.
   * @throws WireduelError `SESSION_NOT_FOUND`
   */
  hold(session: string): HeldLease {
    const lease = this.#leases.get(session);
    if (lease === undefined) {
      throw new WireduelError("SESSION_NOT_FOUND", `session ${session} is not open at this receiver`);
    }
    lease.end();
    let end: () => void = nothing;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    lease.end = end;
    return {
      ended,
      broken: () => {
        if (lease.end === end && this.#leases.get(session) === lease) this.#expire(session, "disconnected");
      },
    };
  }

  /** Must be called when a session has ended. */
  release(session: string): void {
    const lease = this.#leases.get(session);
    this.#leases.delete(session);
    lease?.cancelSilence();
    lease?.end();
  }

  /** Releases all of them. */
  releaseAll(): void {
    for (const session of [...this.#leases.keys()]) this.release(session);
  }

  #expire(session: string, why: "silent" | "disconnected"): void {
    this.release(session);
    this.#options.expire(session, why);
  }
}

function nothing(): void {}
