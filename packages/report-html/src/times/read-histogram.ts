import type { EncodedHistogram } from "@wireduel/core/report";
import { unzlibSync } from "fflate";

/** A time, and how often it was measured. */
export interface Bin {
  readonly ns: number;
  readonly count: number;
}

/**
 * The times of a histogram, in ascending order. Undefined if it is broken. A stored file may have any text here, so nothing
 * that it states makes this slow or large. That is why it is not read with hdr-histogram-js, which believes what is
 * stated. The format: https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/AbstractHistogram.java
 */
export function readHistogram(histogram: EncodedHistogram): readonly Bin[] | undefined {
  try {
    return binsOf(histogram);
  } catch {
    // No base64, not compressed, or shorter than it states.
    return undefined;
  }
}

/** The first four bytes of a histogram, compressed and plain. The bits of `WORD` say how counts are written. */
const COMPRESSED = 0x1c849304;
const PLAIN = 0x1c849303;
const WORD = 0xf0;

const SIGNIFICANT_DIGITS = 3;
const HEADER = 40;
/** The values of each power of two that have a bucket of their own, with three significant digits. */
const PER_POWER = 1024;
/** Buckets up to 2^53 ns. */
const MOST_BUCKETS = 44 * PER_POWER;
/** Room for nine bytes in each bucket, which no histogram needs. It is the same for all, because each is read at once. */
const unzipped: Uint8Array<ArrayBuffer> = new Uint8Array(HEADER + 9 * MOST_BUCKETS);

function binsOf({ encoded, samples, shiftNs, minNs, maxNs }: EncodedHistogram): Bin[] | undefined {
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const outer = new DataView(bytes.buffer);
  if ((outer.getInt32(0) & ~WORD) !== COMPRESSED) return undefined;
  const plain = unzlibSync(bytes.subarray(8, 8 + outer.getInt32(4)), { out: unzipped });
  const header = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const isKnown =
    (header.getInt32(0) & ~WORD) === PLAIN &&
    header.getInt32(12) === SIGNIFICANT_DIGITS &&
    header.getBigInt64(16) === 1n;
  if (!isKnown) return undefined;
  const counts = countsOf(plain.subarray(HEADER, HEADER + header.getInt32(4)));
  const bins: Bin[] = [];
  let [bucket, total] = [0, 0];
  for (const count of counts) {
    if (count < 0) {
      bucket -= count;
      continue;
    }
    if (bucket >= MOST_BUCKETS) return undefined;
    const ns = Math.min(maxNs ?? Infinity, Math.max(minNs ?? -Infinity, highestOf(bucket) - shiftNs));
    if (count > 0) bins.push({ ns, count });
    total += count;
    bucket++;
  }
  return total === samples ? bins : undefined;
}

/** The highest value of a bucket: what HdrHistogram's percentiles are. */
function highestOf(bucket: number): number {
  if (bucket < 2 * PER_POWER) return bucket;
  const size = 2 ** (Math.floor(bucket / PER_POWER) - 1);
  return ((bucket % PER_POWER) + PER_POWER + 1) * size - 1;
}

/** Counts, or the number of empty buckets as a negative number: ZigZag in LEB128. */
function* countsOf(bytes: Uint8Array): Generator<number> {
  let [value, unit] = [0, 1];
  for (const byte of bytes) {
    value += (byte & 0x7f) * unit;
    unit *= 0x80;
    if (byte >= 0x80) continue;
    yield value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    [value, unit] = [0, 1];
  }
}
