import type { Codec } from "../codec/codec.js";
import { type Frame, joinFrame } from "../codec/frame.js";
import type { Receipt, ReceiptCodec } from "../codec/receipt.js";
import { receiptsOf } from "../codec/receipts-of.js";
import type { Payloads } from "../payload/payload-set.js";

const NO_BYTES = new Uint8Array(0);

/** Decodes the receiver's replies, and checks the bytes in them. */
export class ReplyReader {
  readonly #receipts: ReceiptCodec;
  readonly #expected: Payloads | null;

  /** @param expected what the receiver must reply with. Null: the receipt alone. */
  constructor(codec: Codec, expected: Payloads | null) {
    this.#receipts = receiptsOf(codec);
    this.#expected = expected;
  }

  /** Throws if the frame is not a reply. */
  decode(frame: Uint8Array | Frame): Receipt {
    if (frame instanceof Uint8Array) return this.#receipts.decode(frame);
    return this.#receipts.decodeParts?.(frame) ?? this.#receipts.decode(joinFrame(frame));
  }

  /** Whether a reply has the expected bytes. */
  isIntact({ sequence, payload }: Receipt): boolean {
    if (this.#expected === null && payload === undefined) return true;
    return Buffer.compare(payload ?? NO_BYTES, this.#expected?.at(sequence) ?? NO_BYTES) === 0;
  }
}
