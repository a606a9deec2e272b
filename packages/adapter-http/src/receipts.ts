import { type Frame, frameBytes, gatherTurns, unreadLimit } from "@wireduel/core/adapter";
import type { Flow, Requests } from "./requests.js";
import { prefixed } from "./stream-form.js";

/** What sends the receipts of a link. */
export interface ReceiptsOptions {
  readonly post: Requests["post"];
  /** How many requests may be unanswered at the same time. */
  readonly most: number;
  /** A request failed, so receipts are lost. */
  onError(error: Error): void;
}

/**
 * Posts the receipts of a push. Those of one turn of the event loop go in one request, and so do those that come while as many
 * requests are unanswered as may be. Each receipt has its own times, so that changes none of them.
 */
export class Receipts {
  /** The stream stops if too many receipts are not answered. */
  flow: Flow | undefined;
  readonly #options: ReceiptsOptions;
  #waiting: Uint8Array[] = [];
  #unanswered = 0;
  #bytes = 0;
  #mostBytes: number | undefined;
  #paused = false;
  readonly #shouldWait = gatherTurns(() => this.#flush());

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** Sends a receipt. */
  add(receipt: Frame): void {
    const parts = prefixed(receipt);
    this.#mostBytes ??= unreadLimit(frameBytes(receipt)).bytes;
    this.#bytes += frameBytes(parts);
    this.#waiting.push(...parts);
    if (!this.#shouldWait()) this.#flush();
    if (this.#paused || this.#bytes <= this.#mostBytes) return;
    this.#paused = true;
    this.flow?.pause();
  }

  #flush(): void {
    if (this.#waiting.length === 0 || this.#unanswered >= this.#options.most) return;
    const body = this.#waiting;
    const bytes = frameBytes(body);
    this.#waiting = [];
    this.#unanswered++;
    this.#options.post(body, (error) => {
      this.#unanswered--;
      this.#bytes -= bytes;
      if (error) return this.#options.onError(error);
      this.#flush();
      if (!this.#paused || this.#bytes > (this.#mostBytes ?? 0)) return;
      this.#paused = false;
      this.flow?.resume();
    });
  }
}
