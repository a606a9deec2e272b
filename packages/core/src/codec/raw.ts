import type { Codec, Message } from "./codec.js";
import { type Frame, joinFrame } from "./frame.js";

const HEADER_BYTES = 8;
const UINT32 = 2 ** 32;

/** The payload as it is, behind eight bytes of sequence number (big-endian); nothing is copied on either side. */
export const raw: Codec = {
  name: "raw",
  encode({ sequence, payload }: Message): Frame {
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt32BE(Math.floor(sequence / UINT32), 0);
    header.writeUInt32BE(sequence % UINT32, 4);
    return [header, payload];
  },
  decode(frame: Uint8Array): Message {
    if (frame.byteLength < HEADER_BYTES) {
      throw new RangeError(
        `a raw frame has at least ${HEADER_BYTES} bytes, this one has ${frame.byteLength}`,
      );
    }
    const view = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
    return {
      sequence: view.getUint32(0) * UINT32 + view.getUint32(4),
      payload: frame.subarray(HEADER_BYTES),
    };
  },
  decodeParts(parts: Frame): Message {
    const [first, second] = parts;
    // As it was sent: the payload is where it arrived.
    if (parts.length === 2 && first?.byteLength === HEADER_BYTES && second) {
      return { sequence: raw.decode(first).sequence, payload: second };
    }
    return raw.decode(joinFrame(parts));
  },
  maxFrameBytes: (payloadBytes) => payloadBytes + HEADER_BYTES,
};
