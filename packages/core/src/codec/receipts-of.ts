import type { Codec } from "./codec.js";
import { type Frame, joinFrame } from "./frame.js";
import { binaryReceipts, RECEIPT_BYTES, type Receipt, type ReceiptCodec } from "./receipt.js";

/**
 * How receipts are encoded with a codec. Without a format of its own, a receipt is in the binary format. The
 * bytes of a reply follow it, encoded like a payload.
 */
export function receiptsOf(codec: Codec): ReceiptCodec {
  if (codec.receipts) return codec.receipts;
  const withPayload = (receipt: Receipt, payload: Uint8Array): Receipt => ({ ...receipt, payload });
  return {
    encode(receipt: Receipt): Frame {
      const head = binaryReceipts.encode(receipt);
      if (receipt.payload === undefined) return head;
      return [...head, ...codec.encode({ sequence: receipt.sequence, payload: receipt.payload })];
    },
    decode(frame: Uint8Array): Receipt {
      if (frame.byteLength <= RECEIPT_BYTES) return binaryReceipts.decode(frame);
      const receipt = binaryReceipts.decode(frame.subarray(0, RECEIPT_BYTES));
      return withPayload(receipt, codec.decode(frame.subarray(RECEIPT_BYTES)).payload);
    },
    decodeParts(parts: Frame): Receipt {
      const [head, ...rest] = parts;
      // It arrived in the parts in which it was sent, so the payload needs no copy.
      if (head?.byteLength !== RECEIPT_BYTES || rest.length === 0) return this.decode(joinFrame(parts));
      const { payload } = codec.decodeParts?.(rest) ?? codec.decode(joinFrame(rest));
      return withPayload(binaryReceipts.decode(head), payload);
    },
  };
}
