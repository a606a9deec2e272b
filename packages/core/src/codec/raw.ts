// The global `Buffer` is a getter.
import { Buffer } from "node:buffer";
import type { Codec, Message } from "./codec.js";
import { type Frame, joinFrame } from "./frame.js";
import { readUint32, writeUint32 } from "./uint32.js";

const HEADER_BYTES = 8;
const UINT32 = 2 ** 32;

/** Up to this size, copying the payload costs less than sending a second part. */
const JOIN_UP_TO_BYTES = 1_024;

/**
 * The sequence number in eight bytes (big-endian), then the unchanged payload. The payload is not copied on
 * either side, except that the sender copies payloads of up to 1 KiB.
 */
export const raw: Codec = {
  name: "raw",
  encode({ sequence, payload }: Message): Frame {
    const join = payload.length <= JOIN_UP_TO_BYTES;
    const first = Buffer.allocUnsafe(join ? HEADER_BYTES + payload.length : HEADER_BYTES);
    writeUint32(first, 0, Math.floor(sequence / UINT32));
    writeUint32(first, 4, sequence % UINT32);
    if (!join) return [first, payload];
    first.set(payload, HEADER_BYTES);
    return [first];
  },
  decode(frame: Uint8Array): Message {
    if (frame.length < HEADER_BYTES) {
      throw new RangeError(`a raw frame has at least ${HEADER_BYTES} bytes, this one has ${frame.length}`);
    }
    return {
      sequence: readUint32(frame, 0) * UINT32 + readUint32(frame, 4),
      payload: frame.subarray(HEADER_BYTES),
    };
  },
  decodeParts(parts: Frame): Message {
    const [first, second] = parts;
    // It arrived in the parts in which it was sent, so the payload needs no copy.
    if (parts.length === 2 && first?.length === HEADER_BYTES && second) {
      return { sequence: raw.decode(first).sequence, payload: second };
    }
    return raw.decode(joinFrame(parts));
  },
  maxFrameBytes: (payloadBytes) => payloadBytes + HEADER_BYTES,
};
