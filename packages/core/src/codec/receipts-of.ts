import type { Codec, Message } from "./codec.js";
import { type Frame, joinFrame } from "./frame.js";
import {
  binaryReceipts,
  blankReceipt,
  RECEIPT_BYTES,
  type Receipt,
  type ReceiptCodec,
  readReceipt,
  withPayload,
} from "./receipt.js";

/**
 * How receipts are encoded with a codec. Without a format of its own, a receipt is in the binary format. The
 * bytes of a reply follow it, encoded like a payload. A decoded receipt without bytes is reused, so that replies cause no garbage.
 */
export function receiptsOf(codec: Codec): ReceiptCodec {
  if (codec.receipts) return codec.receipts;
  const reused = blankReceipt();
  return {
    encode(receipt: Receipt): Frame {
      const head = binaryReceipts.encode(receipt);
      if (receipt.payload === undefined) return head;
      return [...head, ...codec.encode({ sequence: receipt.sequence, payload: receipt.payload })];
    },
    decode(frame: Uint8Array): Receipt {
      if (frame.length <= RECEIPT_BYTES) return readReceipt(frame, reused);
      const receipt = binaryReceipts.decode(frame.subarray(0, RECEIPT_BYTES));
      return withPayload(receipt, payloadOf(codec, codec.decode(frame.subarray(RECEIPT_BYTES))));
    },
    decodeParts(parts: Frame): Receipt {
      const [head, ...rest] = parts;
      // It arrived in the parts in which it was sent, so the payload needs no copy.
      if (head?.length !== RECEIPT_BYTES || rest.length === 0) return this.decode(joinFrame(parts));
      const message = codec.decodeParts?.(rest) ?? codec.decode(joinFrame(rest));
      return withPayload(binaryReceipts.decode(head), payloadOf(codec, message));
    },
  };
}

/** A faulty custom codec must fail the payload, not the link. */
function payloadOf({ name }: Codec, message: Message): Uint8Array {
  if (message?.payload instanceof Uint8Array) return message.payload;
  throw new TypeError(`codec ${name} must decode to { sequence, payload: Uint8Array }`);
}
