import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protobuf, protobufParts } from "./protobuf-codec.js";

describe("protobufParts", () => {
  it("writes the same bytes as protobufjs for every number and payload", () => {
    const message = fc.record({
      sequence: fc.oneof(fc.nat(300), fc.maxSafeNat()),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(127, 128, 16_383, 16_384, 2_097_152).map((bytes) => new Uint8Array(bytes)),
      ),
    });
    fc.assert(
      fc.property(message, (one) => {
        const whole = Buffer.concat(protobufParts.encode(one));
        expect(whole.equals(Buffer.concat(protobuf.encode(one)))).toBe(true);
        const back = protobufParts.decode(whole);
        expect(back.sequence).toBe(one.sequence);
        expect(Buffer.compare(back.payload, one.payload)).toBe(0);
      }),
    );
  });

  it("does not copy the payload", () => {
    const payload = new Uint8Array(1_000);
    expect(protobufParts.encode({ sequence: 7, payload })[1]).toBe(payload);
  });
});
