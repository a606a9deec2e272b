import { describe, expect, it } from "vitest";
import { refusal } from "./fixtures/refusal.js";
import { checkPayloads, randomBytes } from "./payload-option.js";

describe("randomBytes", () => {
  it("is equal for equal seeds, and differs for different seeds", () => {
    expect(randomBytes(1_000, 1)).toEqual(randomBytes(1_000, 1));
    expect(randomBytes(1_000, 1)).not.toEqual(randomBytes(1_000, 2));
    expect(randomBytes(3, 1)).toHaveLength(3);
  });

  it("never has a zero state, whatever the seed", () => {
    for (const seed of [0x9e3779b9, 0x9e3779b9 | 0, 0, -1, Number.MAX_SAFE_INTEGER]) {
      expect(new Set(randomBytes(1_000, seed)).size).toBeGreaterThan(100);
    }
  });

  it("looks random: all byte values are about equally frequent", () => {
    const counts = new Array<number>(256).fill(0);
    for (const byte of randomBytes(256_000, 7)) counts[byte] = (counts[byte] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});

describe("checkPayloads", () => {
  it("accepts bytes, a list of bytes, or a size", () => {
    const bytes = new Uint8Array(2);
    expect(checkPayloads(bytes, 10)).toEqual([bytes]);
    expect(checkPayloads(bytes, 10)[0]).toBe(bytes);
    expect(checkPayloads([bytes, Buffer.alloc(0)], 10)).toEqual([bytes, Buffer.alloc(0)]);
    expect(checkPayloads({ sizeBytes: 10 }, 10)).toEqual([randomBytes(10, 1)]);
    expect(checkPayloads({ sizeBytes: 10, seed: 7 }, 10)).toEqual([randomBytes(10, 7)]);
    expect(checkPayloads({ sizeBytes: 0 }, 10)).toEqual([new Uint8Array(0)]);
  });

  it.each<[unknown, string]>([
    [new Uint8Array(11), "payload"],
    [[new Uint8Array(1), "x"], "payload[1]"],
    [[new Uint8Array(1), new Uint8Array(11)], "payload[1]"],
    [[], "payload"],
    [new Uint16Array(1), "payload"],
    [new ArrayBuffer(1), "sizeBytes"],
    [{ sizeBytes: 11 }, "payload.sizeBytes"],
    [{ sizeBytes: -1 }, "payload.sizeBytes"],
    [{ sizeBytes: 1, sead: 2 }, "sead"],
    [{ sizeBytes: 1, seed: 0.5 }, "payload.seed"],
    ["text", "payload"],
    [undefined, "payload"],
  ])("refuses %j", (option, name) => {
    expect(refusal(() => checkPayloads(option, 10))).toContain(name);
  });
});
