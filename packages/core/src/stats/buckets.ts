// The buckets of HdrHistogram for whole numbers with three significant digits: one for each number below 2,048, and from there
// on 1,024 for each power of two.
// https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/AbstractHistogram.java

/** The values of each power of two that have a bucket of their own. */
export const PER_POWER = 1024;

const SMALL = 2 * PER_POWER - 1;
const ZEROS_OF_SMALL = Math.clz32(SMALL);
const MOST_INT32 = 2 ** 31 - 1;
/** Above `MOST_INT32`, this many low bits do not decide about the bucket. */
const LOW_BITS = 20;

/** The index of the bucket of a whole number from 0 to 2^51. */
export function bucketOf(value: number): number {
  if (value > MOST_INT32) return LOW_BITS * PER_POWER + bucketOf(Math.floor(value / 2 ** LOW_BITS));
  const power = ZEROS_OF_SMALL - Math.clz32(value | SMALL);
  return power * PER_POWER + (value >>> power);
}

/** The lowest value of a bucket. */
export function lowestOf(index: number): number {
  if (index < 2 * PER_POWER) return index;
  return ((index % PER_POWER) + PER_POWER) * 2 ** (Math.floor(index / PER_POWER) - 1);
}
