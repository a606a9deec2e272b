import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { LoopOrder, LoopReply, LoopSlice } from "./loop-process.js";
import type { LoopThreadData, ThreadRequest } from "./loop-thread.js";

/** Longer than any answer takes, even on a slow machine. */
const TIMEOUT_MS = 90_000;

/**
 * A hand-written loop in processes of its own, driven without a return to the event loop: core waits between two slices only
 * until the handlers of `pause` return.
 */
export class WaitingLoop {
  readonly #answered = new Int32Array(new SharedArrayBuffer(4));
  readonly #port;
  readonly #thread: Worker;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: LoopThreadData = { port: port2, answered: this.#answered };
    this.#thread = new Worker(new URL("./loop-thread.js", import.meta.url), {
      workerData,
      transferList: [port2],
    });
  }

  /**
   * Starts new processes, in place of earlier ones, and warms them up.
   * @throws Error if that fails
   */
  open(order: LoopOrder): void {
    this.#ask({ open: order });
  }

  /**
   * Sends one slice.
   * @throws Error if the loop failed
   */
  slice(): LoopSlice {
    return this.#ask("slice") as LoopSlice;
  }

  /** Ends the processes. Without them the thread ends, too. */
  async close(): Promise<void> {
    try {
      this.#ask("close");
    } finally {
      await this.#thread.terminate();
    }
  }

  #ask(request: ThreadRequest): LoopReply {
    Atomics.store(this.#answered, 0, 0);
    this.#port.postMessage(request);
    if (Atomics.wait(this.#answered, 0, 0, TIMEOUT_MS) === "timed-out") {
      throw new Error(`the hand-written loop did not answer within ${TIMEOUT_MS} ms`);
    }
    const { message } = receiveMessageOnPort(this.#port) as { message: LoopReply };
    if (typeof message === "object" && "error" in message) throw new Error(message.error);
    return message;
  }
}
