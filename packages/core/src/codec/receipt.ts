// The global `Buffer` is a getter.
import { Buffer } from "node:buffer";
import type { Frame } from "./frame.js";
import { readUint32 } from "./uint32.js";

/**
 * The receiver's immediate reply to one payload. Whether the payload is intact is checked later, outside the
 * timing.
 */
export interface Receipt {
  /** The message's sequence number. -1 if the frame could not be decoded. */
  readonly sequence: number;
  readonly status: "decoded" | "undecodable";
  /** When the complete frame had arrived, in nanoseconds of the receiver's monotonic clock. */
  readonly receivedAt: number;
  /** When the payload was decoded, in nanoseconds of the receiver's monotonic clock. */
  readonly decodedAt: number;
  /** The bytes that the receiver replies with. Absent without `replyBytes`. */
  readonly payload?: Uint8Array;
}

/** Turns a receipt into a frame and back, for protocols whose replies have a schema. */
export interface ReceiptCodec {
  encode(receipt: Receipt): Frame;
  decode(frame: Uint8Array): Receipt;
  /** `decode` for a frame that arrived in parts. Default: the parts are joined first. */
  decodeParts?(parts: Frame): Receipt;
}

/** The size of a receipt in the binary format. */
export const RECEIPT_BYTES = 25;
const DECODED = 1;
const UNDECODABLE = 2;

/**
 * The default format of receipts: a status byte, then sequence number and both times as big-endian doubles.
 */
export const binaryReceipts: ReceiptCodec = {
  encode({ sequence, status, receivedAt, decodedAt }: Receipt): Frame {
    const bytes = Buffer.allocUnsafe(RECEIPT_BYTES);
    bytes[0] = status === "decoded" ? DECODED : UNDECODABLE;
    writeDouble(bytes, 1, sequence);
    writeDouble(bytes, 9, receivedAt);
    writeDouble(bytes, 17, decodedAt);
    return [bytes];
  },
  decode: (frame: Uint8Array): Receipt => readReceipt(frame, blankReceipt()),
};

/** A receipt for `readReceipt`. All of its numbers are floating-point ones from the start. */
export function blankReceipt(): Receipt {
  return { sequence: Number.NaN, status: "undecodable", receivedAt: Number.NaN, decodedAt: Number.NaN };
}

/**
 * Decodes a receipt in the binary format into `target`, and returns it.
 * @throws RangeError if the bytes are none
 */
export function readReceipt(
  frame: Uint8Array,
  target: { -readonly [Name in keyof Receipt]: Receipt[Name] },
): Receipt {
  if (frame.length !== RECEIPT_BYTES) {
    throw new RangeError(`a receipt has ${RECEIPT_BYTES} bytes, this one has ${frame.length}`);
  }
  const status = frame[0];
  if (status !== DECODED && status !== UNDECODABLE)
    throw new RangeError(`a receipt cannot have status ${status}`);
  target.status = status === DECODED ? "decoded" : "undecodable";
  target.sequence = readDouble(frame, 1);
  target.receivedAt = readDouble(frame, 9);
  target.decodedAt = readDouble(frame, 17);
  return target;
}

/** A receipt with the bytes of the reply. Written out: V8 gives each object that is made by `{ ...receipt, payload }` a layout of its own. */
export function withPayload(receipt: Receipt, payload: Uint8Array): Receipt {
  const { sequence, status, receivedAt, decodedAt } = receipt;
  return { sequence, status, receivedAt, decodedAt, payload };
}

// One view for all receipts. A DataView is big-endian by default.
const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

// Written out, because a loop takes longer.
function writeDouble(bytes: Uint8Array, at: number, value: number): void {
  scratch.setFloat64(0, value);
  bytes[at] = scratchBytes[0] as number;
  bytes[at + 1] = scratchBytes[1] as number;
  bytes[at + 2] = scratchBytes[2] as number;
  bytes[at + 3] = scratchBytes[3] as number;
  bytes[at + 4] = scratchBytes[4] as number;
  bytes[at + 5] = scratchBytes[5] as number;
  bytes[at + 6] = scratchBytes[6] as number;
  bytes[at + 7] = scratchBytes[7] as number;
}

/** What the integer of 53 bits is multiplied with that a positive, normal double has, by its exponent (IEEE 754, section 3.4). */
const SCALES = Float64Array.from({ length: 2_047 }, (_, exponent) => 2 ** (exponent - 1_075));

/** By arithmetic: writing the bytes to memory and reading them back as one number takes longer. */
function readDouble(bytes: Uint8Array, at: number): number {
  const high = readUint32(bytes, at);
  const exponent = high >>> 20;
  // Zero, a subnormal number, infinity, NaN, or a negative number.
  if (exponent === 0 || exponent > 2_046)
    return new DataView(bytes.buffer, bytes.byteOffset + at).getFloat64(0);
  return (((high & 0xfffff) | 0x100000) * 2 ** 32 + readUint32(bytes, at + 4)) * (SCALES[exponent] as number);
}
