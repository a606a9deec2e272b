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
  /** A compressed histogram, as its header says, with anything inside. */
  const packed = (plain: Uint8Array) => {
    const head = Buffer.from("1c84931400000000", "hex");
    const zipped = deflateSync(plain);
    head.writeInt32BE(zipped.length, 4);
    return Buffer.concat([head, zipped]).toString("base64");
  };

  it.each([
    ["empty", { encoded: "" }],
    ["cut off", { encoded: good.encoded.slice(0, 20) }],
    ["of another number of samples", { samples: 4 }],
    ["a bomb", { encoded: packed(new Uint8Array(50_000_000)) }],
  ])("says that a histogram is broken if it is %s", (_, broken) => {
    expect(readHistogram({ ...good, ...broken })).toBeUndefined();
    // What was read before is not taken for it.
    expect(readHistogram(good)).toHaveLength(3);
  });
});
