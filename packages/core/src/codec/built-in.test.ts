import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInCodecs, codecs } from "./built-in.js";
import { frameLimit } from "./codec.js";
import { frameBytes, joinFrame } from "./frame.js";

const sequence = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const payload = fc.uint8Array({ maxLength: 300 });

const { raw, jsonArray } = codecs;

describe.each(builtInCodecs.map((codec) => [codec.name, codec] as const))("codec %s", (_, codec) => {
  it("decodes what it encoded, within its stated size limit", () => {
    fc.assert(
      fc.property(sequence, payload, (sequence, payload) => {
        const frame = codec.encode({ sequence, payload });
        expect(frameBytes(frame)).toBeLessThanOrEqual(frameLimit(codec, payload.byteLength));
        const message = codec.decode(joinFrame(frame));
        expect(message.sequence).toBe(sequence);
        expect(Buffer.compare(message.payload, payload)).toBe(0);
      }),
    );
  });

  it("does not change the payload", () => {
    const bytes = Uint8Array.from([1, 2, 3]);
    codec.encode({ sequence: 1, payload: bytes });
    expect([...bytes]).toEqual([1, 2, 3]);
  });

  it.each([[""], ["{"], ["null"], ["{}"], ['{"sequence":1}'], ['{"payload":"AA=="}']])(
    "throws on %j",
    (text) => {
      expect(() => codec.decode(Buffer.from(text).subarray(0, 7))).toThrow();
    },
  );
});

describe("raw", () => {
  it("copies only small payloads, when encoding and when decoding", () => {
    const payload = new Uint8Array(2_000);
    const frame = raw.encode({ sequence: 1, payload });
    expect(frame[1]).toBe(payload);
    const joined = joinFrame(frame);
    expect(raw.decode(joined).payload.buffer).toBe(joined.buffer);
    expect(raw.encode({ sequence: 1, payload: new Uint8Array(1_024) })).toHaveLength(1);
  });

  it("reads a frame in parts, and copies only if the parts were split differently", () => {
    const payload = Uint8Array.from({ length: 2_000 }, (_, index) => index);
    const sequence = 2 ** 32 + 7;
    const parts = raw.encode({ sequence, payload });
    const asSent = raw.decodeParts?.(parts);
    expect(asSent?.sequence).toBe(sequence);
    expect(asSent?.payload).toBe(payload);
    const whole = joinFrame(parts);
    for (const cut of [1, 7, 8, 9, 1_500]) {
      const message = raw.decodeParts?.([
        whole.subarray(0, cut),
        whole.subarray(cut, 1_900),
        whole.subarray(1_900),
      ]);
      expect(message?.sequence).toBe(sequence);
      expect(Buffer.compare(message?.payload ?? new Uint8Array(), payload)).toBe(0);
    }
  });
});

describe("json-array", () => {
  it("has the format that JSON.stringify gives a Buffer", () => {
    const frame = jsonArray.encode({ sequence: 5, payload: Uint8Array.from([0, 255]) });
    expect(JSON.parse(Buffer.from(joinFrame(frame)).toString())).toEqual({
      sequence: 5,
      payload: { type: "Buffer", data: [0, 255] },
    });
  });
});
