/** Times below this many microseconds have a bucket each. From there on, a bucket is 1/128 of a power of two. */
const EXACT = 256;
const EXACT_BITS = 8;
const PER_OCTAVE = EXACT / 2;
/** Above, all are in the last bucket: an hour. */
const HIGHEST_US = 2 ** 32 - 1;
const BUCKETS = EXACT + (32 - EXACT_BITS) * PER_OCTAVE;
const NS_PER_US = 1e3;

/** Counts by bucket, without the empty ones: index and count, in turns. */
export type SparseCounts = readonly number[];

/** How many numbers `SparseCounts` have at most. */
export const MOST_SPARSE: number = 2 * BUCKETS;

/** Whether whole numbers from 0 are `SparseCounts`. */
export function areSparse(numbers: readonly number[]): boolean {
  return numbers.length % 2 === 0 && numbers.every((one, at) => (at % 2 === 0 ? one < BUCKETS : one > 0));
}

/**
 * The times of one interval of a series, in buckets of microseconds, accurate to 1 %. Recording takes a few nanoseconds.
 * The counts of several senders can be added.
 */
export class IntervalTimes {
  readonly #counts = new Uint32Array(BUCKETS);
  #samples = 0;

  /** The inverse of `sparse`. */
  static from(sparse: SparseCounts): IntervalTimes {
    const times = new IntervalTimes();
    for (let at = 0; at < sparse.length; at += 2)
      times.#addTo(sparse[at] as number, sparse[at + 1] as number);
    return times;
  }

  record(ns: number): void {
    this.#addTo(bucketOf(Math.min(HIGHEST_US, Math.max(0, Math.round(ns / NS_PER_US)))), 1);
  }

  /** Adds all times of the other one. */
  add(other: IntervalTimes): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#addTo(bucket, other.#counts[bucket] as number);
  }

  /** The p-quantile in nanoseconds, by nearest rank. Needs at least one time. */
  quantileNs(p: number): number {
    const rank = Math.max(1, Math.ceil(p * this.#samples));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] as number;
      if (seen >= rank) return middleUs(bucket) * NS_PER_US;
    }
    throw new RangeError("a quantile needs at least one time");
  }

  sparse(): SparseCounts {
    const sparse: number[] = [];
    for (const [bucket, count] of this.#counts.entries()) if (count > 0) sparse.push(bucket, count);
    return sparse;
  }

  #addTo(bucket: number, count: number): void {
    this.#counts[bucket] = (this.#counts[bucket] as number) + count;
    this.#samples += count;
  }
}

function bucketOf(us: number): number {
  if (us < EXACT) return us;
  const octave = 31 - Math.clz32(us) - (EXACT_BITS - 1);
  return octave * PER_OCTAVE + (us >>> octave);
}

function middleUs(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const octave = Math.floor(bucket / PER_OCTAVE) - 1;
  const lowest = (bucket - octave * PER_OCTAVE) * 2 ** octave;
  return lowest + (2 ** octave - 1) / 2;
}
