import type { Journal } from "./journal.js";

/** Sends one payload, and writes its first two stamps into the journal. */
export type SendPayload = (sequence: number, payload: Uint8Array) => void;

/**
 * Both ends of a transfer as one writes them without a harness, straight on a library. The ports are of 127.0.0.1. Nothing
 * is closed in order: the processes end.
 */
export type HandWrittenPair = HandWrittenUpload | HandWrittenPush;

/** The receiver listens. */
export interface HandWrittenUpload {
  readonly direction: "upload";
  /** The receiver's end: answers each payload with a receipt. Resolves with its port. */
  receive(): Promise<number>;
  /** The sender's end; receipts go into the journal. */
  dial(port: number, journal: Journal): Promise<SendPayload>;
}

/** The sender listens. */
export interface HandWrittenPush {
  readonly direction: "push";
  /** The sender's end; `opened` resolves when the receiver has dialled. */
  listen(journal: Journal): Promise<{ readonly port: number; readonly opened: Promise<SendPayload> }>;
  /** The receiver's end. */
  receive(port: number): Promise<void>;
}

/** The libraries on which there is one. */
export type HandWrittenLibrary = "tcp" | "ws" | "grpc" | "http2";

const PAIRS: Readonly<Record<HandWrittenLibrary, () => Promise<HandWrittenPair>>> = {
  tcp: async () => (await import("./tcp.js")).tcp,
  ws: async () => (await import("./ws.js")).ws,
  grpc: async () => (await import("./grpc.js")).grpc,
  http2: async () => (await import("./http2.js")).http2,
};

/** Loads one, and the library with it. */
export function loadPair(library: HandWrittenLibrary): Promise<HandWrittenPair> {
  return PAIRS[library]();
}
