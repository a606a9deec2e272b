import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinFrame } from "./frame.js";
import { binaryReceipts } from "./receipt.js";

describe("binaryReceipts", () => {
  it("decodes what it encoded, in 25 bytes", () => {
    fc.assert(
      fc.property(
        fc.record({
          sequence: fc.integer({ min: -1 }),
          status: fc.constantFrom("decoded" as const, "undecodable" as const),
          receivedAt: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
          decodedAt: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        }),
        (receipt) => {
          const frame = joinFrame(binaryReceipts.encode(receipt));
          expect(frame.byteLength).toBe(25);
          expect(binaryReceipts.decode(frame)).toEqual(receipt);
        },
      ),
    );
  });

  it.each([[new Uint8Array(0)], [new Uint8Array(24)], [new Uint8Array(25)]])(
    "rejects invalid bytes",
    (invalid) => {
      expect(() => binaryReceipts.decode(invalid)).toThrow(RangeError);
    },
  );
});
