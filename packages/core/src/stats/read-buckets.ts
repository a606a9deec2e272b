import { inflateSync } from "node:zlib";

/** Values of a histogram that count as equal. */
export interface Bucket {
  /** The lowest of them. */
  readonly value: number;
  readonly count: number;
}

/** The first four bytes of a histogram, compressed and plain. The bits of `WORD` say how counts are written. */
const COMPRESSED = 0x1c849304;
const PLAIN = 0x1c849303;
const WORD = 0xf0;

const COMPRESSED_HEADER_BYTES = 8;
const HEADER_BYTES = 40;
const SIGNIFICANT_DIGITS = 3;
/** The values of each power of two that have a bucket of their own, with three significant digits. */
const PER_POWER = 1024;
/** Buckets up to 2^53. */
const MOST_BUCKETS = 44 * PER_POWER;
/** A count has at most nine bytes. */
const MOST_BYTES = HEADER_BYTES + 9 * MOST_BUCKETS;
/** A bucket is four bytes in memory. */
const MOST_COUNT = 2 ** 32 - 1;

/**
 * The buckets of a histogram of `TimeHistogram` that are not empty, in ascending order. A stored file may have any text here. So
 * it is not read with hdr-histogram-js, which believes what a histogram states: with a hundred bytes, it counts to 2^50, or takes
 * all memory. The format: https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/AbstractHistogram.java
 *
 * @param encoded in HdrHistogram's V2 format, compressed, in base64
 * @throws Error if it is no such histogram
 */
export function readBuckets(encoded: string): readonly Bucket[] {
  const outer = Buffer.from(encoded, "base64");
  if (outer.length < COMPRESSED_HEADER_BYTES || (outer.readInt32BE(0) & ~WORD) !== COMPRESSED) {
    throw new RangeError("it is not in HdrHistogram's compressed V2 format");
  }
  const end = COMPRESSED_HEADER_BYTES + outer.readInt32BE(4);
  const plain = inflateSync(outer.subarray(COMPRESSED_HEADER_BYTES, end), { maxOutputLength: MOST_BYTES });
  const isKnown =
    plain.length >= HEADER_BYTES &&
    (plain.readInt32BE(0) & ~WORD) === PLAIN &&
    plain.readInt32BE(12) === SIGNIFICANT_DIGITS &&
    plain.readBigInt64BE(16) === 1n;
  if (!isKnown) throw new RangeError("it does not have three significant digits of whole nanoseconds");
  const counts = plain.subarray(HEADER_BYTES, HEADER_BYTES + plain.readInt32BE(4));
  return bucketsOf(counts);
}

/** Counts are written one after the other, and the number of empty buckets as a negative number: ZigZag in LEB128. */
function bucketsOf(bytes: Uint8Array): Bucket[] {
  const buckets: Bucket[] = [];
  let [index, number, unit] = [0, 0, 1];
  for (const byte of bytes) {
    number += (byte & 0x7f) * unit;
    unit *= 0x80;
    if (byte >= 0x80) continue;
    if (number % 2 === 1) index += (number + 1) / 2;
    else {
      const bucket = { value: lowestOf(index), count: number / 2 };
      if (index >= MOST_BUCKETS || bucket.count > MOST_COUNT)
        throw new RangeError("it has impossible counts");
      if (bucket.count > 0) buckets.push(bucket);
      index++;
    }
    [number, unit] = [0, 1];
  }
  return buckets;
}

function lowestOf(index: number): number {
  if (index < 2 * PER_POWER) return index;
  return ((index % PER_POWER) + PER_POWER) * 2 ** (Math.floor(index / PER_POWER) - 1);
}
