import type { Frame } from "./frame.js";
import type { ReceiptCodec } from "./receipt.js";

/** What a codec turns into a frame and back. */
export interface Message {
  /** The harness's own number of this message on this connection, from 0. */
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** Turns a message into a frame and back. Its time is priced apart from transport, as encode and decode. */
export interface Codec {
  /** Names it in options, results and where a protocol agrees on it (a WebSocket subprotocol): `[a-z0-9-]+`. */
  readonly name: string;
  /** URL of the module whose default export is this codec, so that another process can load it; built-in codecs need none. */
  readonly module?: string;
  /** True if its frames are UTF-8 text, for protocols that tell text from bytes. Default: false. */
  readonly text?: boolean;
  /** A header and the payload untouched, or one buffer. */
  encode(message: Message): Frame;
  /** The inverse of `encode`; the payload may be a view of the frame. Throws what it cannot read. */
  decode(frame: Uint8Array): Message;
  /** `decode` of a frame that came in parts. Absent: the harness puts them together first, within the time of decoding. */
  decodeParts?(parts: Frame): Message;
  /** The most bytes that the frame of such a payload can have. Default: 4 bytes for each, and 1 KiB. */
  maxFrameBytes?(payloadBytes: number): number;
  /** Absent: the harness's own 25 bytes. */
  readonly receipts?: ReceiptCodec;
}

/** The frame limit that lets every payload of up to `maxPayloadBytes` through. */
export function frameLimit(codec: Codec, maxPayloadBytes: number): number {
  return codec.maxFrameBytes?.(maxPayloadBytes) ?? maxPayloadBytes * 4 + 1024;
}
