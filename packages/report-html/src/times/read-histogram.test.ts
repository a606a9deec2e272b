import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogramOf } from "../fixtures/measured.js";
import { distributionOf, meanOf, quantileOf } from "./distribution.js";
import { readHistogram } from "./read-histogram.js";

const times = fc.array(
  fc.oneof(fc.double({ min: 0, max: 1e-2, noNaN: true }), fc.double({ min: 0, max: 8e7, noNaN: true })),
  { minLength: 1, maxLength: 300 },
);

describe("readHistogram", () => {
  it("reads the times that core wrote, so percentiles are those of the result", () => {
    fc.assert(
      fc.property(times, (all) => {
        const histogram = histogramOf(all);
        const bins = readHistogram(histogram.encode());
        const summary = histogram.summary();
        if (bins === undefined) throw new Error("it cannot be read");
        const distribution = distributionOf([bins]);
        expect(distribution.samples).toBe(all.length);
        expect(quantileOf(distribution, 0)).toBeGreaterThanOrEqual(summary?.min ?? Number.NaN);
        expect(quantileOf(distribution, 0.5)).toBe(summary?.p50);
        if (summary?.p90 !== undefined) expect(quantileOf(distribution, 0.9)).toBe(summary.p90);
        if (summary?.p99 !== undefined) expect(quantileOf(distribution, 0.99)).toBe(summary.p99);
        expect(quantileOf(distribution, 1)).toBe(summary?.max);
        expect(meanOf(distribution) / (summary?.mean || 1)).toBeCloseTo(summary?.mean ? 1 : 0, 2);
      }),
    );
  });

  it("gives true times, without the shift, also if they are negative", () => {
    const shifted = histogramOf([-0.002, 0.001, 0.5], 5_000);
    const bins = readHistogram(shifted.encode());
    expect(bins?.map(({ ns }) => ns)[0]).toBeCloseTo(-2_000, -1);
    expect(bins?.map(({ count }) => count)).toEqual([1, 1, 1]);
    const rebased = histogramOf([0.001, 0.5]).rebase(-3_000);
    expect(readHistogram(rebased.encode())?.[0]?.ns).toBe(-2_000);
  });

  const good = histogramOf([1, 2, 3]).encode();
  const packed = (plain: Buffer) => {
    const zipped = deflateSync(plain);
    const head = Buffer.alloc(8);
    head.writeInt32BE(0x1c849314, 0);
    head.writeInt32BE(zipped.length, 4);
    return Buffer.concat([head, zipped]).toString("base64");
  };
  const withCounts = (counts: readonly number[], header: Partial<Record<number, number>> = {}) => {
    const plain = Buffer.alloc(40 + counts.length);
    plain.writeInt32BE(0x1c849313, 0);
    plain.writeInt32BE(counts.length, 4);
    plain.writeInt32BE(header[12] ?? 3, 12);
    plain.writeInt32BE(header[20] ?? 1, 20);
    plain.set(counts, 40);
    return packed(plain);
  };
  /** -(2^40) in ZigZag and LEB128: a terabyte of empty buckets. */
  const manyEmpty = [0xff, 0xff, 0xff, 0xff, 0xff, 0x3f];

  it("reads what is well formed, so that the next test does not pass for another reason", () => {
    expect(readHistogram({ ...good, encoded: withCounts([2, 2, 2]) })?.map(({ count }) => count)).toEqual([
      1, 1, 1,
    ]);
  });

  it.each([
    ["empty", { encoded: "" }],
    ["no base64", { encoded: "\u{1f600} <script>" }],
    ["cut off", { encoded: good.encoded.slice(0, 20) }],
    ["not compressed", { encoded: Buffer.from("HISTFAAAAjB4nDWS").toString("base64") }],
    ["of another number of samples", { samples: 4 }],
    ["of another number of digits", { encoded: withCounts([2, 2, 2], { 12: 5 }) }],
    ["of another unit", { encoded: withCounts([2, 2, 2], { 20: 1024 }) }],
    ["longer than any histogram", { encoded: withCounts([...manyEmpty, 2, 2, 2]) }],
    ["a bomb", { encoded: packed(Buffer.alloc(50_000_000)) }],
    ["without an end", { encoded: withCounts(Array(2_000).fill(0xff)) }],
  ])("says that a histogram is broken if it is %s", (_, broken) => {
    expect(readHistogram({ ...good, ...broken })).toBeUndefined();
  });
});
