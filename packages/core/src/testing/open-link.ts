import type { Link, LinkContext } from "../adapter/contract.js";
import { type Frame, wholeFrame } from "../codec/frame.js";

/** One end of a link in this process, with everything that happened on it. */
export class OpenLink {
  /** Frames or replies, in the order in which they came. */
  readonly came: Uint8Array[] = [];
  /** Errors of sends. */
  readonly failures: unknown[] = [];
  readonly signal: AbortSignal;
  readonly #controller: AbortController;
  readonly #answer: ((frame: Uint8Array) => Frame | undefined) | undefined;
  #link: Link | undefined;
  #ended: { readonly reason: unknown } | undefined;

  /** @param answer the receiver's reply to a frame. Undefined at a sender. */
  constructor(controller: AbortController, answer?: (frame: Uint8Array) => Frame | undefined) {
    this.#controller = controller;
    this.signal = controller.signal;
    this.#answer = answer;
  }

  readonly onFrame: LinkContext["onFrame"] = (parts) => {
    const frame = wholeFrame(parts);
    this.came.push(frame);
    return this.#answer?.(frame);
  };

  /** Watches the link that was opened with `onFrame`. */
  opened(link: Link): this {
    this.#link = link;
    const ended = (reason: unknown) => {
      this.#ended = { reason };
    };
    link.closed.then(ended, ended);
    return this;
  }

  /** Undefined while the link is open. */
  get ended(): { readonly reason: unknown } | undefined {
    return this.#ended;
  }

  /** Whether it is the receiver's end, which replies. */
  get answers(): boolean {
    return this.#answer !== undefined;
  }

  get isOpen(): boolean {
    return this.#link !== undefined && this.#ended === undefined;
  }

  get link(): Link {
    if (this.#link === undefined) throw new Error("the link has not opened");
    return this.#link;
  }

  send(frame: Frame): void {
    const failed = (error: unknown) => void this.failures.push(error);
    try {
      this.link.send(frame)?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /** Aborts the signal of this end. An accepted link has the signal of its listening end. */
  abort(): void {
    this.#controller.abort();
  }
}
