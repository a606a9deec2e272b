import type { Codec, Message } from "./codec.js";
import type { Frame } from "./frame.js";
import { frameText, JSON_ENVELOPE_BYTES, sequenceOf } from "./json-text.js";

/** The payload as a base64 string in JSON: the usual way to put bytes into JSON on purpose. */
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
