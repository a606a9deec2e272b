import { setMaxListeners } from "node:events";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";
import { within } from "../clock/within.js";

/** Why a row ended before its last payload. */
export interface EarlyEnd {
  readonly code: "RECEIVER_LOST" | "LINK_CLOSED" | "ABORTED" | "LISTENER_FAILED";
  readonly message: string;
}

/** Whether a row goes on: the first reason to end it counts, and is heard by all that wait. */
export class RoundLife {
  readonly #controller = new AbortController();
  readonly #onEarlyEnd: (early: EarlyEnd) => void;
  #early: EarlyEnd | undefined;

  /** @param onEarlyEnd called once, before anything that waits goes on */
  constructor(onEarlyEnd: (early: EarlyEnd) => void) {
    // Each connection listens; Node would take more than ten for a leak.
    setMaxListeners(0, this.#controller.signal);
    this.#onEarlyEnd = onEarlyEnd;
  }

  /** Aborts when the row is over, for whatever reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Undefined as long as nothing cut the row short. */
  get early(): EarlyEnd | undefined {
    return this.#early;
  }

  /** Cuts the row short. */
  end(early: EarlyEnd): void {
    // The first reason counts, whatever those who hear of it do next.
    if (this.#early !== undefined || this.signal.aborted) return;
    this.#early = early;
    this.#onEarlyEnd(early);
    this.#controller.abort(
      new WireduelError(early.code === "LINK_CLOSED" ? "CONNECT_FAILED" : early.code, early.message),
    );
  }

  /** A closer look showed another reason. */
  correct(early: EarlyEnd): void {
    this.#early = early;
  }

  /** The row is over. */
  finish(): void {
    this.#controller.abort();
  }

  /**
   * What `promise` resolves to, unless the row ends first or it takes too long.
   * @throws WireduelError the row's end; else `code`, with `what` before the message
   */
  async orEnd<T>(
    promise: Promise<T>,
    timeoutMs: number,
    code: "RECEIVER_UNREACHABLE" | "CONNECT_FAILED" | "LISTEN_FAILED",
    what: string,
  ): Promise<T> {
    const slow = () => new WireduelError(code, `${what} gave no answer within ${timeoutMs} ms`);
    try {
      return await within(promise, timeoutMs, slow, this.signal);
    } catch (error) {
      throw asWireduelError(error, code, what);
    }
  }
}
