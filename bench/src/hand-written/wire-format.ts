// The wire format of the hand-written loops: the same bytes that core and its adapters write.

/** The HTTP/2 flow-control windows of streams and connections: those of `grpc({ profile: "tuned" })`. */
export const WINDOW_BYTES: number = 16 * 2 ** 20;

/** The sequence number before a payload, as the codec `raw` writes it. */
export const HEADER_BYTES = 8;

const RECEIPT_BYTES = 25;
const DECODED = 1;

/** A receipt in core's 25 bytes: a status, then sequence number and stamps as big-endian doubles. */
export function encodeReceipt(sequence: number, receivedAt: number, decodedAt: number): Buffer {
  const bytes = Buffer.allocUnsafe(RECEIPT_BYTES);
  bytes[0] = DECODED;
  bytes.writeDoubleBE(sequence, 1);
  bytes.writeDoubleBE(receivedAt, 9);
  bytes.writeDoubleBE(decodedAt, 17);
  return bytes;
}

export function writeHeader(bytes: Buffer, at: number, sequence: number): void {
  bytes.writeUInt32BE(Math.floor(sequence / 2 ** 32), at);
  bytes.writeUInt32BE(sequence % 2 ** 32, at + 4);
}

export function readHeader(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/**
 * Splits a stream into messages. Each follows a prefix of `prefixBytes`, whose last four bytes are the length. A message in
 * one chunk is a view of it. A message in several chunks is copied once.
 */
export function splitMessages(
  prefixBytes: number,
  onMessage: (message: Buffer) => void,
): (chunk: Buffer) => void {
  let rest: Buffer | undefined;
  let message: Buffer | undefined;
  let fill = 0;
  return (chunk) => {
    let at = 0;
    if (message) {
      at = Math.min(chunk.length, message.length - fill);
      chunk.copy(message, fill, 0, at);
      fill += at;
      if (fill < message.length) return;
      const whole = message;
      message = undefined;
      onMessage(whole);
    }
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    rest = undefined;
    while (bytes.length - at >= prefixBytes) {
      const length = bytes.readUInt32BE(at + prefixBytes - 4);
      at += prefixBytes;
      if (bytes.length - at < length) {
        message = Buffer.allocUnsafeSlow(length);
        fill = bytes.copy(message, 0, at);
        return;
      }
      onMessage(bytes.subarray(at, at + length));
      at += length;
    }
    if (at < bytes.length) rest = bytes.subarray(at);
  };
}
