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

/** The receipt for a body. A body in several chunks is copied once, so that the payload is in one piece. */
export function receiptFor(chunks: readonly Buffer[], now: () => number): Buffer {
  const receivedAt = now();
  const body = inOnePiece(chunks);
  const sequence = readHeader(body, 0);
  body.subarray(HEADER_BYTES);
  const decodedAt = now();
  return encodeReceipt(sequence, receivedAt, decodedAt);
}

/** Reads a receipt, and records it. */
export function readReceipt(chunks: readonly Buffer[], journal: Journal, now: () => number): void {
  const acknowledgedAt = now();
  const bytes = inOnePiece(chunks);
  journal.acknowledged(bytes.readDoubleBE(1), bytes.readDoubleBE(9), bytes.readDoubleBE(17), acknowledgedAt);
}

function inOnePiece(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
