import { setMaxListeners } from "node:events";
import { afterListening } from "../clock/after-listening.js";
import { within } from "../clock/within.js";
import type { ErrorCode, StopReason } from "../failure/codes.js";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";

/** How long the other processes may still take, all together, after the caller aborted the run. */
const AFTER_ABORT_MS = 500;

/** Called synchronously when a round ends early. */
export interface RoundObserver {
  /** Sending must stop. The reason is not known yet. */
  held(): void;
  /** The round ends early. Called once, before any promise that waits for the round settles. */
  stopped(reason: StopReason): void;
}

/** Whether a round continues. The first reason to stop it wins, and ends every wait. */
export class RoundStatus {
  readonly #observer: RoundObserver;
  readonly #over = new AbortController();
  readonly #sending = new AbortController();
  readonly #hurry = new AbortController();
  #held: Promise<void> | undefined;
  #reason: StopReason | undefined;

  constructor(observer: RoundObserver) {
    this.#observer = observer;
    // Each connection adds a handler. From the eleventh on, Node would warn of a leak.
    for (const { signal } of [this.#over, this.#sending, this.#hurry]) setMaxListeners(0, signal);
  }

  /** Aborts when the round is over, normally or early. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Aborts when nothing more may be sent. */
  get sending(): AbortSignal {
    return this.#sending.signal;
  }

  /** Aborts soon after the caller has aborted the run. From then on, nothing is waited for any more. */
  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  /** Why the round ended early. Undefined if it did not. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Whether nothing may be sent any more. */
  get ended(): boolean {
    return this.#sending.signal.aborted;
  }

  /** Ends the round early. */
  stop(reason: StopReason): void {
    if (this.#reason !== undefined || this.signal.aborted) return;
    this.#reason = reason;
    this.#observer.stopped(reason);
    const error = new WireduelError(reason.code, reason.message);
    this.#sending.abort(error);
    this.#over.abort(error);
  }

  /**
   * Stops sending now, and ends the round when `find` has found the reason. For example, a link often closes
   * a moment before it is known that the receiver was lost, and the lost receiver is the cause.
   */
  stopWhenKnown(find: () => Promise<StopReason>): void {
    if (this.ended) return;
    this.#sending.abort();
    this.#observer.held();
    this.#held = find().then((reason) => this.stop(reason));
  }

  /** Resolves when a pending search for the reason is done. */
  async decided(): Promise<void> {
    await this.#held;
  }

  /** Stops sending. Links that close from now on are no error. */
  stopSending(): void {
    this.#sending.abort();
  }

  /** Ends all waits, also those for what was measured and for ends that close. */
  hurryUp(): void {
    this.#hurry.abort(new Error(`no answer within ${AFTER_ABORT_MS} ms after the caller aborted the run`));
  }

  /** The round is over. */
  end(): void {
    this.stopSending();
    this.#over.abort();
  }

  /**
   * Resolves like `promise`, unless the round ends first or it takes too long.
   * @param late end of the message if it takes too long. Default: `did not answer within ${timeoutMs} ms`.
   * @throws WireduelError the reason why the round ended, or `code` with `what` before the message
   */
  async orStop<T>(
    promise: Promise<T>,
    timeoutMs: number,
    code: ErrorCode,
    what: string,
    late: string = `did not answer within ${timeoutMs} ms`,
  ): Promise<T> {
    const slow = () => new WireduelError(code, `${what} ${late}`);
    try {
      return await within(promise, timeoutMs, slow, this.signal);
    } catch (error) {
      throw asWireduelError(error, code, what);
    }
  }
}

/**
 * Ends the round when the signal aborts, with the message of its reason if that is a WireduelError. Returns a function
 * that must be called when the round has closed.
 */
export function stopOnAbort(status: RoundStatus, signal: AbortSignal | undefined): () => void {
  let cancel = () => {};
  const onAbort = () => {
    const reason: unknown = signal?.reason;
    const message = reason instanceof WireduelError ? reason.message : "the caller aborted the run";
    status.stop({ code: "ABORTED", message });
    cancel = afterListening(AFTER_ABORT_MS, () => status.hurryUp());
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return () => {
    cancel();
    signal?.removeEventListener("abort", onAbort);
  };
}
