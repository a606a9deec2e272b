import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generate } from "./generate.js";
import { PAYLOAD_KINDS } from "./payload-source.js";
import { Random, randomBytes } from "./random.js";

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
/** How much deflate shrinks payloads that follow each other. */
function ratioOf(kind: (typeof PAYLOAD_KINDS)[number], sizeBytes: number): number {
  const all = Buffer.concat(generate({ kind, sizeBytes, distinct: Math.ceil(1e6 / sizeBytes), seed: 5 }));
  return deflateRawSync(all).length / all.length;
}

describe("generate", () => {
  it.each(PAYLOAD_KINDS)("makes payloads of the right size, the same for the same seed: %s", (kind) => {
    fc.assert(
      fc.property(
        fc.nat(2_000),
        fc.integer({ min: 1, max: 4 }),
        fc.integer(),
        (sizeBytes, distinct, seed) => {
          const recipe = { kind, sizeBytes, distinct, seed };
          const payloads = generate(recipe);
          expect(payloads.map(({ byteLength }) => byteLength)).toEqual(Array(distinct).fill(sizeBytes));
          expect(generate(recipe)).toEqual(payloads);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(["random", "text", "json"] as const)("makes payloads that differ: %s", (kind) => {
    for (const sizeBytes of [40, 1_000]) {
      const payloads = generate({ kind, sizeBytes, distinct: 500, seed: 1 });
      expect(new Set(payloads.map(textOf)).size).toBe(500);
    }
    const [one] = generate({ kind, sizeBytes: 100, distinct: 1, seed: 1 });
    expect(generate({ kind, sizeBytes: 100, distinct: 1, seed: 2 })[0]).not.toEqual(one);
  });

  it("makes valid JSON of every size", () => {
    for (let sizeBytes = 1; sizeBytes < 1_500; sizeBytes++) {
      for (const payload of generate({ kind: "json", sizeBytes, distinct: 2, seed: sizeBytes })) {
        expect(() => JSON.parse(textOf(payload))).not.toThrow();
      }
    }
  });

  it("makes records with the same keys and different values", () => {
    const [payload] = generate({ kind: "json", sizeBytes: 10_000, distinct: 1, seed: 1 });
    const records = JSON.parse(textOf(payload as Uint8Array)).slice(0, -1) as { id: string }[];
    expect(records.length).toBeGreaterThan(20);
    expect(new Set(records.map((record) => Object.keys(record).join())).size).toBe(1);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  it("compresses like what it stands for", () => {
    for (const sizeBytes of [100, 10_000]) {
      expect(ratioOf("random", sizeBytes)).toBeGreaterThan(0.999);
      expect(ratioOf("zero", sizeBytes)).toBeLessThan(0.01);
      for (const kind of ["text", "json"] as const) {
        expect(ratioOf(kind, sizeBytes)).toBeGreaterThan(0.2);
        expect(ratioOf(kind, sizeBytes)).toBeLessThan(0.5);
      }
    }
  });
});

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

  it("gives numbers within their range", () => {
    const random = new Random(3);
    const numbers = Array.from({ length: 1_000 }, () => random.below(3));
    expect(new Set(numbers)).toEqual(new Set([0, 1, 2]));
  });
});
