import { deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeTimeHistogram } from "../result/decode-time-histogram.js";
import { type Inflate, readBuckets } from "./read-buckets.js";
import { HIGHEST_NS, loadTimeHistograms, type TimeHistogramFactory } from "./time-histogram.js";

const inflate: Inflate = (zipped, maxOutputLength) => inflateSync(zipped, { maxOutputLength });

const OUTER_BYTES = 8;
const HEADER_BYTES = 40;

let make: TimeHistogramFactory;
beforeAll(async () => {
  make = await loadTimeHistograms();
});

function encodedOf(values: readonly number[]) {
  const histogram = make();
  for (const value of values) histogram.record(value);
  return histogram.encode();
}

function packed(plain: Uint8Array): string {
  const zipped = deflateSync(plain);
  const outer = Buffer.alloc(OUTER_BYTES);
  outer.writeInt32BE(0x1c849314);
  outer.writeInt32BE(zipped.length, 4);
  return Buffer.concat([outer, zipped]).toString("base64");
}

/** A histogram with these bytes as counts, and with a changed header. */
function withCounts(counts: readonly number[], change = (_: Buffer): void => {}): string {
  const header = inflateSync(Buffer.from(encodedOf([1]).encoded, "base64").subarray(OUTER_BYTES)).subarray(
    0,
    HEADER_BYTES,
  );
  header.writeInt32BE(counts.length, 4);
  change(header);
  return packed(Buffer.concat([header, Buffer.from(counts)]));
}

/** -(2^40) in ZigZag and LEB128: a terabyte of empty buckets. */
const MANY_EMPTY = [0xff, 0xff, 0xff, 0xff, 0xff, 0x3f];

describe("readBuckets", () => {
  it("reads each value within 0.1 %, and how often it was recorded", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: HIGHEST_NS }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const read = readBuckets(encodedOf(values).encoded, inflate).flatMap((bucket) =>
          Array.from({ length: bucket.count }, () => bucket),
        );
        const sorted = Float64Array.from(values).sort();
        expect(read).toHaveLength(values.length);
        for (const [index, exact] of sorted.entries()) {
          const { lowest = Number.NaN, highest = Number.NaN } = read[index] ?? {};
          expect(lowest).toBeLessThanOrEqual(exact);
          expect(highest).toBeGreaterThanOrEqual(Math.floor(exact));
          expect(highest).toBeLessThan(lowest * 1.001 + 1);
        }
      }),
    );
  });

  it("reads what is well formed, so that the next test does not pass for another reason", () => {
    expect(readBuckets(withCounts([2, 3, 4]), inflate)).toEqual([
      { lowest: 0, highest: 0, count: 1 },
      { lowest: 3, highest: 3, count: 2 },
    ]);
  });

  it.each<[string, () => string]>([
    ["empty", () => ""],
    ["no base64", () => "\u{1f600} <script>"],
    ["cut off", () => encodedOf([1, 2]).encoded.slice(0, 20)],
    ["not compressed", () => Buffer.from("HISTFAAAAjB4nDWS").toString("base64")],
    ["without a header", () => packed(new Uint8Array(10))],
    ["of another number of digits", () => withCounts([2], (header) => header.writeInt32BE(5, 12))],
    ["of another unit", () => withCounts([2], (header) => header.writeInt32BE(1024, 20))],
    ["longer than any histogram", () => withCounts([...MANY_EMPTY, 2])],
    ["a bomb", () => packed(new Uint8Array(50_000_000))],
    ["with more in a bucket than it can count", () => withCounts([...Array(5).fill(0xfe), 0x7e])],
    ["with a number without an end", () => withCounts([...Array(2_000).fill(0xff), 0x7f])],
  ])("refuses a histogram that is %s", async (_, broken) => {
    expect(() => readBuckets(broken(), inflate)).toThrow();
    await expect(decodeTimeHistogram({ ...encodedOf([1]), encoded: broken() })).rejects.toMatchObject({
      code: expect.stringMatching(/^INVALID_(?:RESULT|OPTION)$/),
    });
  });

  it.each<[string, (header: Buffer) => void]>([
    ["its length", (header) => header.writeInt32BE(2 ** 31 - 1, 4)],
    ["its highest value", (header) => header.writeBigInt64BE(2n ** 62n, 24)],
  ])("takes no time and no memory for what a header states: %s", (_, change) => {
    expect(readBuckets(withCounts([2], change), inflate)).toEqual([{ lowest: 0, highest: 0, count: 1 }]);
  });
});
