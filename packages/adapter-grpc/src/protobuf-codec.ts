import type { Codec, Frame, Message, Receipt, ReceiptCodec } from "@wireduel/core";
import { asBuffer } from "./as-buffer.js";
import { messages } from "./service.js";

/** More than the tags, lengths and the longest sequence number take. */
const ENVELOPE_BYTES = 32;

const receipts: ReceiptCodec = {
  encode({ sequence, status, receivedAt, decodedAt }: Receipt): Frame {
    return [
      messages.responseSerialize({
        sequence: Math.max(0, sequence),
        status: status === "decoded" ? "STATUS_DECODED" : "STATUS_UNDECODABLE",
        receivedAtNs: receivedAt,
        decodedAtNs: decodedAt,
      }),
    ];
  },
  decode(frame: Uint8Array): Receipt {
    const receipt = messages.responseDeserialize(asBuffer(frame));
    const decoded = receipt.status === "STATUS_DECODED";
    if (!decoded && receipt.status !== "STATUS_UNDECODABLE") throw new RangeError(`status ${receipt.status}`);
    return {
      sequence: decoded ? receipt.sequence : -1,
      status: decoded ? "decoded" : "undecodable",
      receivedAt: receipt.receivedAtNs,
      decodedAt: receipt.decodedAtNs,
    };
  },
};

/** The messages of `transfer.proto`, by the same serialisers that grpc-js would call. */
export const protobuf: Codec = {
  name: "protobuf",
  encode({ sequence, payload }: Message): Frame {
    return [messages.requestSerialize({ sequence, content: payload })];
  },
  decode(frame: Uint8Array): Message {
    const { sequence, content } = messages.requestDeserialize(asBuffer(frame));
    return { sequence, payload: content };
  },
  maxFrameBytes: (payloadBytes) => payloadBytes + ENVELOPE_BYTES,
  receipts,
};
