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

/** Puts a body of a known length in one piece as it arrives. A body in one chunk is not copied. */
export class RequestBody {
  readonly #bytes: number;
  #whole: Buffer = Buffer.alloc(0);
  #arrived = 0;

  /** @param length the header `content-length` */
  constructor(length: string | undefined) {
    this.#bytes = Number(length);
  }

  add(chunk: Buffer): void {
    if (this.#arrived === 0)
      this.#whole = chunk.length === this.#bytes ? chunk : Buffer.allocUnsafe(this.#bytes);
    if (chunk !== this.#whole) this.#whole.set(chunk, this.#arrived);
    this.#arrived += chunk.length;
  }

  /** The receipt for it, when all of it has arrived. */
  receipt(now: () => number): Buffer {
    const receivedAt = now();
    const sequence = readHeader(this.#whole, 0);
    this.#whole.subarray(HEADER_BYTES);
    const decodedAt = now();
    return encodeReceipt(sequence, receivedAt, decodedAt);
  }
}

/** Reads the body of a response, and records its receipt. */
export function readResponse(chunks: readonly Buffer[], journal: Journal, now: () => number): void {
  const acknowledgedAt = now();
  readReceipt(inOnePiece(chunks), journal, acknowledgedAt);
}

function inOnePiece(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
