import { bucketOf } from "./buckets.js";

/** The highest value that is not clamped, shift included: a day. */
export const HIGHEST_NS = 86_400e9;

/**
 * Counts of times in the buckets of a `TimeHistogram`. It needs 320 kB, and no library: a round counts while it measures, and
 * loads the library when it has ended.
 */
export class TimeCounts {
  /** What is added to each value to record it. */
  readonly shiftNs: number;
  /** How many values each bucket has. */
  readonly buckets: Uint32Array = new Uint32Array(bucketOf(HIGHEST_NS) + 1);
  samples = 0;
  /** How many values were outside of the range. They count at its edge. */
  clamped = 0;
  // With the shift, not clamped. Integers, so that the sum does not depend on the order of addition. It is
  // exact up to 2^53 ns, which is 104 days.
  min: number = Number.POSITIVE_INFINITY;
  max: number = Number.NEGATIVE_INFINITY;
  sum = 0;

  /** @param shiftNs an integer */
  constructor(shiftNs: number) {
    this.shiftNs = shiftNs;
  }

  /**
   * @param shiftNs rounded up to an integer
   * @throws RangeError if it is negative or not finite
   */
  static withShift(shiftNs: number): TimeCounts {
    if (shiftNs >= 0 && shiftNs < Number.POSITIVE_INFINITY) return new TimeCounts(Math.ceil(shiftNs));
    throw new RangeError(`shiftNs must be a finite number of at least 0, not ${shiftNs}`);
  }

  /** Records a time, rounded to an integer of nanoseconds. Throws a RangeError if it is not finite. */
  record(ns: number): void {
    const value = Math.round(ns) + this.shiftNs;
    const bucket = value >= 0 && value <= HIGHEST_NS ? bucketOf(value) : this.#edgeOf(value);
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
    this.samples++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.sum += value;
  }

  /** The bucket of a time that is out of range. */
  #edgeOf(value: number): number {
    if (!Number.isFinite(value)) throw new RangeError(`a time must be a finite number, not ${value}`);
    this.clamped++;
    return bucketOf(value < 0 ? 0 : HIGHEST_NS);
  }
}
