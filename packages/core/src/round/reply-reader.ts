import type { Codec } from "../codec/codec.js";
import { type Frame, joinFrame } from "../codec/frame.js";
import type { Receipt, ReceiptCodec } from "../codec/receipt.js";
import { receiptsOf } from "../codec/receipts-of.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { Payloads } from "../payload/payload-set.js";

const NO_BYTES = new Uint8Array(0);

/** Decodes the receiver's replies, and checks the bytes in them. */
export class ReplyReader {
  readonly #codec: Codec;
  readonly #receipts: ReceiptCodec;
  readonly #expected: Payloads | null;

  /** @param expected what the receiver must reply with. Null: the receipt alone. */
  constructor(codec: Codec, expected: Payloads | null) {
    this.#codec = codec;
    this.#receipts = receiptsOf(codec);
    this.#expected = expected;
  }

  /** The receipt in a reply, or why there is none. */
  decode(frame: Uint8Array | Frame): Receipt | string {
    try {
      const receipt = this.#decode(frame);
      const { payload } = receipt;
      // A custom receipt codec may return anything.
      if (payload === undefined || payload instanceof Uint8Array) return receipt;
      return `codec ${this.#codec.name} decoded a reply whose \`payload\` is not a Uint8Array`;
    } catch (error) {
      return `codec ${this.#codec.name} could not decode the reply: ${messageOf(error)}`;
    }
  }

  /** What is wrong with the bytes of a reply. Undefined if they are the expected ones. */
  damageOf({ sequence, payload }: Receipt): string | undefined {
    if (this.#expected === null && payload === undefined) return undefined;
    const expected = this.#expected?.at(sequence) ?? NO_BYTES;
    const came = payload ?? NO_BYTES;
    if (Buffer.compare(came, expected) === 0) return undefined;
    if (came.byteLength === expected.byteLength) return "the reply has other bytes than the receiver sent";
    const hint =
      payload === undefined && this.#codec.receipts
        ? `; the \`receipts\` of codec ${this.#codec.name} must carry \`payload\``
        : "";
    return `${came.byteLength} bytes came as a reply, ${expected.byteLength} were expected${hint}`;
  }

  #decode(frame: Uint8Array | Frame): Receipt {
    if (frame instanceof Uint8Array) return this.#receipts.decode(frame);
    return this.#receipts.decodeParts?.(frame) ?? this.#receipts.decode(joinFrame(frame));
  }
}
