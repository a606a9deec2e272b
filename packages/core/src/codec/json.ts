import type { Codec, Message } from "./codec.js";
import type { Frame } from "./frame.js";

/** An upper bound for field names, braces and the longest sequence number. */
const JSON_ENVELOPE_BYTES = 128;

/**
 * A Buffer passed to `JSON.stringify`: every byte becomes a decimal number in an array. Programs do this by
 * accident, as in `socket.send(JSON.stringify({ image: buffer }))`. This codec shows what it costs.
 */
export const jsonArray: Codec = {
  name: "json-array",
  text: true,
  encode({ sequence, payload }: Message): Frame {
    const buffer = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    return [Buffer.from(JSON.stringify({ sequence, payload: buffer }))];
  },
  decode(frame: Uint8Array): Message {
    const message = JSON.parse(frameText(frame)) as {
      sequence?: unknown;
      payload?: { data?: unknown };
    } | null;
    const data = message?.payload?.data;
    if (!Array.isArray(data)) throw new TypeError("the JSON message has no `payload.data` array");
    return { sequence: sequenceOf(message), payload: Buffer.from(data as number[]) };
  },
  // At most three digits and a comma for each byte.
  maxFrameBytes: (payloadBytes) => payloadBytes * 4 + JSON_ENVELOPE_BYTES,
};

/** The payload as a base64 string in JSON: the usual way to send bytes in JSON. */
export const jsonBase64: Codec = {
  name: "json-base64",
  text: true,
  encode({ sequence, payload }: Message): Frame {
    const base64 = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("base64");
    return [Buffer.from(JSON.stringify({ sequence, payload: base64 }))];
  },
  decode(frame: Uint8Array): Message {
    const message = JSON.parse(frameText(frame)) as { sequence?: unknown; payload?: unknown } | null;
    if (typeof message?.payload !== "string") throw new TypeError("the JSON message has no `payload` string");
    return { sequence: sequenceOf(message), payload: Buffer.from(message.payload, "base64") };
  },
  maxFrameBytes: (payloadBytes) => Math.ceil(payloadBytes / 3) * 4 + JSON_ENVELOPE_BYTES,
};

/** Decodes a frame as UTF-8. */
function frameText(frame: Uint8Array): string {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString("utf8");
}

/** The sequence number of a JSON message. Throws a TypeError if it has none. */
function sequenceOf(message: { sequence?: unknown } | null): number {
  const sequence = message?.sequence;
  if (!Number.isSafeInteger(sequence)) throw new TypeError("the JSON message has no `sequence` number");
  return sequence as number;
}
