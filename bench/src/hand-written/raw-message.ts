// The bytes of core's codec `raw`, and its receipts, with their stamps in the journal.
import type { Journal } from "./journal.js";
import { HEADER_BYTES, writeHeader } from "./wire-format.js";

/** Below this size, copying header and payload into one buffer costs less than a write of two parts. */
export const JOIN_BELOW_BYTES: number = 16 * 1024;

/** Encodes a payload, and records its stamps. Returns its parts. */
export function encodeRaw(
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

/** Reads a receipt, and records it. */
export function readReceipt(receipt: Buffer, journal: Journal, acknowledgedAt: number): void {
  journal.acknowledged(
    receipt.readDoubleBE(1),
    receipt.readDoubleBE(9),
    receipt.readDoubleBE(17),
    acknowledgedAt,
  );
}
