import type { Frame } from "./frame.js";
import type { ReceiptCodec } from "./receipt.js";

/** One message: a payload and its number. */
export interface Message {
  /** The harness numbers the messages of a round, over all connections, from 0. */
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/**
 * Turns a message into a frame and back. Its time is measured apart from transport, as encode and decode
 * time.
 */
export interface Codec {
  /**
   * The name in options and results, and in a protocol's handshake (WebSocket subprotocol). Matches
   * `[a-z0-9-]+`.
   */
  readonly name: string;
  /**
   * URL of the module that exports this codec as default, so that other processes can load it. Built-in
   * codecs have none.
   */
  readonly module?: string;
  /** True if its frames are UTF-8 text, for protocols that distinguish text from binary. Default: false. */
  readonly text?: boolean;
  /**
   * Returns one buffer, or several parts: for example a header and the payload without a copy. It must not change
   * them later: an adapter may write them after other messages were encoded.
   */
  encode(message: Message): Frame;
  /**
   * The inverse of `encode`. The payload may be a view of the frame. Must throw if it cannot decode the
   * frame.
   */
  decode(frame: Uint8Array): Message;
  /**
   * `decode` for a frame that arrived in parts. Default: the parts are joined first, and that counts as
   * decode time.
   */
  decodeParts?(parts: Frame): Message;
  /**
   * The maximum size of a frame with a payload of this size. Default: 4 bytes per payload byte, plus 1 KiB.
   */
  maxFrameBytes?(payloadBytes: number): number;
  /**
   * How receipts are encoded. Default: the harness's own format of 25 bytes, followed by the reply's bytes as
   * this codec encodes a payload.
   */
  readonly receipts?: ReceiptCodec;
}

/** The maximum frame size for payloads of up to `maxPayloadBytes`. */
export function frameLimit(codec: Codec, maxPayloadBytes: number): number {
  return codec.maxFrameBytes?.(maxPayloadBytes) ?? maxPayloadBytes * 4 + 1024;
}

/** Whether a value is a codec. */
export function isCodec(value: unknown): value is Codec {
  const codec = value as Partial<Codec> | null;
  return (
    typeof codec === "object" &&
    isName(codec?.name) &&
    typeof codec.encode === "function" &&
    typeof codec.decode === "function"
  );
}

/** What a name must be, in words. */
export const NAME_WANTED = "1 to 64 characters of a-z, 0-9 and -";

/** Whether a value can be the name of a codec or a protocol. */
export function isName(value: unknown): value is string {
  return typeof value === "string" && /^[a-z0-9-]{1,64}$/.test(value);
}
