const RECEIPT_BYTES = 25;
const DECODED = 1;

/** A receipt as core's own 25 bytes: a status, then sequence number and stamps as big-endian doubles. */
export function encodeReceipt(sequence: number, receivedAt: number, decodedAt: number): Buffer {
  const bytes = Buffer.allocUnsafe(RECEIPT_BYTES);
  bytes[0] = DECODED;
  bytes.writeDoubleBE(sequence, 1);
  bytes.writeDoubleBE(receivedAt, 9);
  bytes.writeDoubleBE(decodedAt, 17);
  return bytes;
}

/** The sequence number that stands before a payload, as the codec `raw` writes it. */
export const HEADER_BYTES = 8;

export function writeHeader(bytes: Buffer, at: number, sequence: number): void {
  bytes.writeUInt32BE(Math.floor(sequence / 2 ** 32), at);
  bytes.writeUInt32BE(sequence % 2 ** 32, at + 4);
}

export function readHeader(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}
