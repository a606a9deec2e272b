// What the hand-written loops over HTTP have in common: a POST for each payload, whose response is the receipt.
import { randomBytes } from "node:crypto";
import type { Journal } from "./journal.js";
import { readReceipt } from "./raw-message.js";
import { encodeReceipt, HEADER_BYTES, readHeader } from "./wire-format.js";

/** The path of all requests. */
export const PATH = "/";
export const CONTENT_TYPE = 'application/octet-stream; codec="raw"';
/** As many bytes as the adapter's header with the secret of a session. Nobody checks it here. */
export const SECRET: readonly [name: string, value: string] = [
  "wireduel-secret",
  randomBytes(24).toString("base64url"),
];
/** The receipt for a body. A body in several chunks is copied once, so that the payload is in one piece. */
export function receiptFor(chunks: readonly Buffer[], now: () => number): Buffer {
  const receivedAt = now();
  const body = inOnePiece(chunks);
  const sequence = readHeader(body, 0);
  body.subarray(HEADER_BYTES);
  const decodedAt = now();
  return encodeReceipt(sequence, receivedAt, decodedAt);
}

/** Reads the body of a response, and records its receipt. */
export function readResponse(chunks: readonly Buffer[], journal: Journal, now: () => number): void {
  const acknowledgedAt = now();
  readReceipt(inOnePiece(chunks), journal, acknowledgedAt);
}

function inOnePiece(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
