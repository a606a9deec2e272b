// What the hand-written loops over HTTP have in common: a POST for each payload, whose response is the receipt.
import { randomBytes } from "node:crypto";
import type { Journal } from "./journal.js";
import { encodeReceipt, HEADER_BYTES, readHeader, writeHeader } from "./wire-format.js";

/** The path of all requests. */
export const PATH = "/";
export const CONTENT_TYPE = 'application/octet-stream; codec="raw"';
/** As many bytes as the adapter's header with the secret of a session. Nobody checks it here. */
export const SECRET: readonly [name: string, value: string] = [
  "wireduel-secret",
  randomBytes(24).toString("base64url"),
];
/** Below this size, copying header and payload into one buffer costs less than a write of two parts. */
const JOIN_BELOW_BYTES = 16 * 1024;

/** Encodes a payload, and records its stamps. Returns the parts of the body. */
export function encodeBody(
  sequence: number,
  payload: Uint8Array,
  journal: Journal,
  now: () => number,
): readonly Uint8Array[] {
  const joined = payload.byteLength < JOIN_BELOW_BYTES;
  const sentAt = now();
  const head = Buffer.allocUnsafe(HEADER_BYTES + (joined ? payload.byteLength : 0));
  writeHeader(head, 0, sequence);
  if (joined) head.set(payload, HEADER_BYTES);
  const encodedAt = now();
  journal.sent(sequence, sentAt, encodedAt);
  return joined ? [head] : [head, payload];
}

/** The receipt for a body. Its payload is a view, unless it came in several chunks: then it stays in them. */
export function receiptFor([first]: readonly Buffer[], now: () => number): Buffer {
  const receivedAt = now();
  const sequence = readHeader(first as Buffer, 0);
  const decodedAt = now();
  return encodeReceipt(sequence, receivedAt, decodedAt);
}

/** Reads a receipt, and records it. */
export function readReceipt([receipt]: readonly Buffer[], journal: Journal, now: () => number): void {
  const acknowledgedAt = now();
  const bytes = receipt as Buffer;
  journal.acknowledged(bytes.readDoubleBE(1), bytes.readDoubleBE(9), bytes.readDoubleBE(17), acknowledgedAt);
}
