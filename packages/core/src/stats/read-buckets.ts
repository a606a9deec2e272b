import { lowestOf, PER_POWER } from "./buckets.js";

/** Values of a histogram that count as equal. */
export interface Bucket {
  readonly lowest: number;
  readonly highest: number;
  readonly count: number;
}

/** Decompresses zlib's format into at most so many bytes. Throws if it cannot. */
export type Inflate = (zipped: Uint8Array, mostBytes: number) => Uint8Array;

/** The first four bytes of a histogram, compressed and plain. The bits of `WORD` say how counts are written. */
const COMPRESSED = 0x1c849304;
const PLAIN = 0x1c849303;
const WORD = 0xf0;

const COMPRESSED_HEADER_BYTES = 8;
const HEADER_BYTES = 40;
const SIGNIFICANT_DIGITS = 3;
/** Buckets up to 2^53. */
const MOST_BUCKETS = 44 * PER_POWER;
/** A count has at most nine bytes. */
const MOST_BYTES = HEADER_BYTES + 9 * MOST_BUCKETS;
/** A bucket is four bytes in memory. */
const MOST_COUNT = 2 ** 32 - 1;

/**
 * Reads the buckets of a histogram that are not empty, in ascending order.
 *
 * A stored file may have any text here. hdr-histogram-js believes what a histogram states: a hundred bytes can make it count to
 * 2^50, or take all memory. Here, nothing that it states costs time or memory. The format:
 * https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/AbstractHistogram.java
 *
 * @param encoded what `TimeHistogram` wrote: HdrHistogram's V2 format, compressed, in base64
 * @param inflate that of Node, or of a library for browsers
 * @throws Error if it is no such histogram
 */
export function readBuckets(encoded: string, inflate: Inflate): readonly Bucket[] {
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const outer = new DataView(bytes.buffer);
  if (bytes.length < COMPRESSED_HEADER_BYTES || (outer.getInt32(0) & ~WORD) !== COMPRESSED) {
    throw new RangeError("it is not in HdrHistogram's compressed V2 format");
  }
  const end = COMPRESSED_HEADER_BYTES + outer.getInt32(4);
  const plain = inflate(bytes.subarray(COMPRESSED_HEADER_BYTES, end), MOST_BYTES);
  const header = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const isKnown =
    plain.length >= HEADER_BYTES &&
    (header.getInt32(0) & ~WORD) === PLAIN &&
    header.getInt32(12) === SIGNIFICANT_DIGITS &&
    header.getBigInt64(16) === 1n;
  if (!isKnown) throw new RangeError("it does not have three significant digits of whole nanoseconds");
  return bucketsOf(plain.subarray(HEADER_BYTES, HEADER_BYTES + header.getInt32(4)));
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
      const count = number / 2;
      if (index >= MOST_BUCKETS || count > MOST_COUNT) throw new RangeError("it has impossible counts");
      if (count > 0) buckets.push({ lowest: lowestOf(index), highest: lowestOf(index + 1) - 1, count });
      index++;
    }
    [number, unit] = [0, 1];
  }
  return buckets;
}
