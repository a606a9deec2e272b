import type { Journal } from "./journal.js";

/** Sends one payload, and records its first two stamps in the journal. */
export type SendPayload = (sequence: number, payload: Uint8Array) => void;

/** Takes a payload that has arrived. Called after its receipt was sent. */
export type TakePayload = (payload: Uint8Array) => void;

/**
 * Both ends of a transfer, written directly on a library without a harness. Ports are on 127.0.0.1. Nothing is closed, as
 * the processes exit.
 */
export type HandWrittenPair = HandWrittenUpload | HandWrittenPush;

/** The receiver listens. */
export interface HandWrittenUpload {
  readonly direction: "upload";
  /**
   * Starts the receiver, which replies to each payload with a receipt. Resolves with its port.
   * @param take called with each payload, by a loop of `COMPARING`
   */
  receive(take?: TakePayload): Promise<number>;
  /** Starts the sender. Receipts go into the journal. */
  dial(port: number, journal: Journal): Promise<SendPayload>;
}

/** The sender listens. */
export interface HandWrittenPush {
  readonly direction: "push";
  /** Starts the sender. `opened` resolves when the receiver has dialled. */
  listen(journal: Journal): Promise<{ readonly port: number; readonly opened: Promise<SendPayload> }>;
  /**
   * Starts the receiver.
   * @param take called with each payload, by a loop of `COMPARING`
   */
  receive(port: number, take?: TakePayload): Promise<void>;
}

/** The libraries that have a hand-written pair. */
export type HandWrittenLibrary = "tcp" | "ws" | "grpc" | "http2" | "http1" | "http2 requests";
