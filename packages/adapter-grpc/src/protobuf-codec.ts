import type { Codec, Frame, Message, Receipt, ReceiptCodec } from "@wireduel/core/adapter";
import { asBuffer } from "./message.js";
import { messages } from "./service.js";

/** An upper bound for tags, lengths and the longest sequence number. */
const ENVELOPE_BYTES = 32;

const receipts: ReceiptCodec = {
  encode({ sequence, status, receivedAt, decodedAt, payload }: Receipt): Frame {
    return [
      messages.responseSerialize({
        sequence: Math.max(0, sequence),
        status: status === "decoded" ? "STATUS_DECODED" : "STATUS_UNDECODABLE",
        receivedAtNs: receivedAt,
        decodedAtNs: decodedAt,
        ...(payload ? { content: payload } : {}),
      }),
    ];
  },
  decode(frame: Uint8Array): Receipt {
    const receipt = messages.responseDeserialize(asBuffer(frame));
    const decoded = receipt.status === "STATUS_DECODED";
    if (!decoded && receipt.status !== "STATUS_UNDECODABLE") throw new RangeError(`status ${receipt.status}`);
    const { content } = receipt;
    return {
      sequence: decoded ? receipt.sequence : -1,
      status: decoded ? "decoded" : "undecodable",
      receivedAt: receipt.receivedAtNs,
      decodedAt: receipt.decodedAtNs,
      ...(content && content.length > 0 ? { payload: content } : {}),
    };
  },
};

/** Protobuf tags of the two fields of `Payload`: field number and wire type (varint, length-delimited). */
const SEQUENCE_TAG = (1 << 3) | 0;
const CONTENT_TAG = (2 << 3) | 2;

/** What names a codec of gRPC in options. */
export type GrpcCodecName = "protobuf" | "protobuf-parts";

/** The messages of `transfer.proto`. It uses the same serialisers that grpc-js would call. */
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

/**
 * The same messages as `protobuf`, byte for byte, but in two parts. The first part has the few bytes before
 * the content. The second part is the payload, without a copy.
 */
export const protobufParts: Codec = {
  ...protobuf,
  name: "protobuf-parts",
  encode({ sequence, payload }: Message): Frame {
    const head = Buffer.allocUnsafe(ENVELOPE_BYTES);
    // Zero and empty values are written too, like protobufjs does for every field that is set.
    let at = writeVarint(head, sequence, writeVarint(head, SEQUENCE_TAG, 0));
    at = writeVarint(head, payload.length, writeVarint(head, CONTENT_TAG, at));
    return [head.subarray(0, at), payload];
  },
};

/**
 * Writes seven bits per byte, lowest first. The highest bit means that more bytes follow. Returns the next
 * index.
 */
function writeVarint(target: Uint8Array, value: number, start: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) target[at++] = (rest % 0x80) | 0x80;
  target[at++] = rest;
  return at;
}
