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

  it("reads any number as Node does", () => {
    const bytes = Buffer.alloc(25, 1);
    const read = (value: number) => {
      bytes.writeDoubleBE(value, 17);
      return binaryReceipts.decode(bytes).decodedAt;
    };
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(read(value)).toBe(value);
      }),
    );
    const edges = [
      0,
      -0,
      1,
      -1,
      2 ** -1_074,
      2 ** -1_022,
      2 ** 53 - 1,
      Number.MAX_VALUE,
      -Infinity,
      Infinity,
      Number.NaN,
    ];
    expect(edges.map(read)).toEqual(edges);
  });

  it.each([[new Uint8Array(0)], [new Uint8Array(24)], [new Uint8Array(25)]])(
    "rejects invalid bytes",
    (invalid) => {
      expect(() => binaryReceipts.decode(invalid)).toThrow(RangeError);
    },
  );
});
