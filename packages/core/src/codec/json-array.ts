import type { Codec, Message } from "./codec.js";
import type { Frame } from "./frame.js";
import { frameText, JSON_ENVELOPE_BYTES, sequenceOf } from "./json-text.js";

/**
 * A Buffer through `JSON.stringify`: every byte becomes a decimal number in an array. This is what
 * `socket.send(JSON.stringify({ image: buffer }))` does without meaning to, kept to show its price.
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
