/** The text of a frame of JSON. */
export function frameText(frame: Uint8Array): string {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString("utf8");
}

/** The sequence number that a JSON message carries; throws if it is none. */
export function sequenceOf(message: { sequence?: unknown } | null): number {
  const sequence = message?.sequence;
  if (!Number.isSafeInteger(sequence)) throw new TypeError("the JSON message has no `sequence` number");
  return sequence as number;
}

/** More than the field names, braces and the longest sequence number take. */
export const JSON_ENVELOPE_BYTES = 128;
