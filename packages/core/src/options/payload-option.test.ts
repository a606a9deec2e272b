import { describe, expect, it } from "vitest";
import { payloadsOf, randomBytes } from "./payload-option.js";

describe("randomBytes", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(randomBytes(1_000, 1)).toEqual(randomBytes(1_000, 1));
    expect(randomBytes(1_000, 1)).not.toEqual(randomBytes(1_000, 2));
    expect(randomBytes(3, 1)).toHaveLength(3);
  });

  it("looks random: every byte value is about as frequent", () => {
    const counts = new Array<number>(256).fill(0);
    for (const byte of randomBytes(256_000, 7)) counts[byte] = (counts[byte] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});

describe("payloadsOf", () => {
  it("takes bytes, several, or a size", () => {
    const bytes = new Uint8Array(2);
    expect(payloadsOf(bytes, 10)).toEqual([bytes]);
    expect(payloadsOf([bytes, bytes], 10)).toEqual([bytes, bytes]);
    expect(payloadsOf({ sizeBytes: 10 }, 10)[0]).toHaveLength(10);
  });

  it.each([
    [
      new Uint8Array(11),
      "Expected `payload` to be at most `maxPayloadBytes` (10) bytes long, got Uint8Array of 11 bytes",
    ],
    [[new Uint8Array(1), "x"], "Expected `payload[1]` to be bytes (a Uint8Array or Buffer), got 'x'"],
    [[], "Expected `payload` to be at least one payload, got []"],
    [
      { sizeBytes: 11 },
      "Expected `payload.sizeBytes` to be a whole number from 0 to at most `maxPayloadBytes` (10), got 11",
    ],
    [{ sizeBytes: 1, sead: 2 }, "payload: unknown option `sead`; known are `sizeBytes`, `seed`"],
    [{ sizeBytes: 1, seed: 0.5 }, "Expected `payload.seed` to be a whole number, got 0.5"],
    ["text", "Expected `payload` to be bytes, a list of bytes, or { sizeBytes, seed }, got 'text'"],
    [undefined, "Expected `payload` to be bytes, a list of bytes, or { sizeBytes, seed }, got undefined"],
  ])("refuses %j", (option, message) => {
    expect(() => payloadsOf(option, 10)).toThrow(message);
  });
});
