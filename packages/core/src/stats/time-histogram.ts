import { inflateSync } from "node:zlib";
import type { Histogram, JsHistogram } from "hdr-histogram-js";
import { NS_PER_MS } from "../clock/clock.js";
import { lowestOf } from "./buckets.js";
import { type Inflate, readBuckets } from "./read-buckets.js";
import { percentilesOf, type Summary } from "./summary.js";
import { HIGHEST_NS, TimeCounts } from "./time-counts.js";

export { HIGHEST_NS };

/**
 * A histogram as plain JSON. The buckets contain shifted values: subtract `shiftNs` to get the true value.
 */
export interface EncodedHistogram {
  readonly samples: number;
  readonly unit: "ns";
  /** What was added to each value before it was recorded, in nanoseconds. `rebase` can make it negative. */
  readonly shiftNs: number;
  /** Values of one bucket differ by less than 0.1 %. */
  readonly significantDigits: 3;
  /** How many values were outside the range of the buckets and were recorded at its edge. */
  readonly clamped: number;
  /** The exact minimum, without the shift and not clamped. Null if there are no samples. */
  readonly minNs: number | null;
  /** The exact maximum, without the shift and not clamped. Null if there are no samples. */
  readonly maxNs: number | null;
  /** The exact sum of all values, without the shift. */
  readonly sumNs: number;
  /**
   * The buckets in HdrHistogram's V2 format, compressed, in base64 (`HISTFAAAA…`). Other tools read it too.
   */
  readonly encoded: string;
}

export interface TimeHistogramOptions {
  /**
   * Nanoseconds added to each value before it is recorded, rounded up to an integer. Buckets begin at 0, but
   * a one-way time between two hosts can be negative within the error of their clocks. Default 0.
   */
  readonly shiftNs?: number;
  /** What was counted already, with its shift. The histogram takes it over. Default: nothing. */
  readonly counts?: TimeCounts;
}

/** Makes empty histograms. Throws a RangeError for a shift that is negative or not finite. */
export type TimeHistogramFactory = (options?: TimeHistogramOptions) => TimeHistogram;

type Hdr = typeof import("hdr-histogram-js");

async function loadHdr(): Promise<Hdr> {
  const loaded = (await import("hdr-histogram-js")) as Hdr & { readonly default?: Hdr };
  // A bundler may only give the default export of a module in CommonJS.
  return loaded.default ?? loaded;
}

const inflate: Inflate = (zipped, maxOutputLength) => inflateSync(zipped, { maxOutputLength });

/** Loads the library. The first time takes about 50 ms, so do not call it during a measurement. */
export async function loadTimeHistograms(): Promise<TimeHistogramFactory> {
  const hdr = await loadHdr();
  return ({ shiftNs = 0, counts = TimeCounts.withShift(shiftNs) } = {}) => new TimeHistogram(hdr, counts);
}

/**
 * Times in buckets. It needs 320 kB, however many times it records. Percentiles are accurate to 0.1 %. Count,
 * minimum, maximum and mean are exact. A bucket counts up to 4.29e9 values.
 */
export class TimeHistogram {
  /** What is added to each value to record it. */
  readonly shiftNs: number;
  readonly #hdr: Hdr;
  readonly #library: Histogram;
  /**
   * Its buckets and samples are those that `#library` does not have yet: it needs far longer to record one. All else covers all.
   */
  readonly #counts: TimeCounts;

  /** Use a `TimeHistogramFactory` instead. */
  constructor(hdr: Hdr, counts: TimeCounts) {
    this.shiftNs = counts.shiftNs;
    this.#counts = counts;
    this.#hdr = hdr;
    this.#library = hdr.build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: HIGHEST_NS,
      numberOfSignificantValueDigits: 3,
      bitBucketSize: 32,
      autoResize: false,
    });
  }

  /**
   * The inverse of `encode`.
   * @throws RangeError if the buckets do not contain as many samples as `samples` states
   * @throws Error if the buckets cannot be decoded
   */
  static async decode(encoded: EncodedHistogram): Promise<TimeHistogram> {
    const hdr = await loadHdr();
    const { samples, shiftNs, clamped, minNs, maxNs, sumNs } = encoded;
    const decoded = new TimeHistogram(hdr, new TimeCounts(shiftNs));
    for (const { lowest, count } of readBuckets(encoded.encoded, inflate)) {
      if (lowest > HIGHEST_NS)
        throw new RangeError(`the histogram contains ${lowest} ns, which is more than a day`);
      decoded.#buckets.recordValueWithCount(lowest, count);
    }
    if (decoded.samples !== samples) {
      throw new RangeError(`the histogram contains ${decoded.samples} samples, but states ${samples}`);
    }
    decoded.#counts.clamped = clamped;
    if (minNs !== null) decoded.#counts.min = minNs + shiftNs;
    if (maxNs !== null) decoded.#counts.max = maxNs + shiftNs;
    decoded.#counts.sum = sumNs + samples * shiftNs;
    return decoded;
  }

  get samples(): number {
    return this.#library.totalCount + this.#counts.samples;
  }

  /**
   * How many values were out of range: below 0 or above a day, with the shift added. They were recorded at
   * that edge.
   */
  get clamped(): number {
    return this.#counts.clamped;
  }

  /** Records a time, rounded to an integer of nanoseconds. Throws a RangeError if it is not finite. */
  record(ns: number): void {
    this.#counts.record(ns);
  }

  /**
   * Adds all values of the other histogram, which does not change. Throws a RangeError if their shifts
   * differ.
   */
  merge(other: TimeHistogram): void {
    if (other.shiftNs !== this.shiftNs) {
      throw new RangeError(
        `only histograms of equal shift can be merged, not of ${this.shiftNs} and ${other.shiftNs} ns`,
      );
    }
    this.#add(other);
  }

  /**
   * Adds all values of a histogram with any shift. Count, sum, minimum and maximum are exact. If the shifts differ, values
   * move within the width of a bucket, 0.1 %.
   */
  mergeAnyShift(other: TimeHistogram): void {
    const moveNs = this.shiftNs - other.shiftNs;
    if (moveNs === 0) {
      this.#add(other);
      return;
    }
    const buckets = other.#buckets as JsHistogram;
    const recorded = buckets.recordedValuesIterator;
    recorded.resetIterator(buckets);
    while (recorded.hasNext()) {
      const { valueIteratedTo, countAddedInThisIterationStep } = recorded.next();
      const value = buckets.medianEquivalentValue(valueIteratedTo) + moveNs;
      this.#buckets.recordValueWithCount(
        Math.min(HIGHEST_NS, Math.max(0, value)),
        countAddedInThisIterationStep,
      );
    }
    this.#counts.clamped += other.#counts.clamped;
    this.#counts.min = Math.min(this.#counts.min, other.#counts.min + moveNs);
    this.#counts.max = Math.max(this.#counts.max, other.#counts.max + moveNs);
    this.#counts.sum += other.#counts.sum + other.samples * moveNs;
  }

  /**
   * A histogram of the same values, each larger by `deltaNs`, rounded to an integer of nanoseconds. It is
   * needed for times across two clocks, because their offset is known best at the end. The buckets do not
   * change. The shift becomes smaller, and may become negative.
   */
  rebase(deltaNs: number): TimeHistogram {
    const rebased = new TimeHistogram(this.#hdr, new TimeCounts(this.shiftNs - Math.round(deltaNs)));
    rebased.#add(this);
    return rebased;
  }

  /**
   * Summary in milliseconds. Null if there are no samples. Percentiles are HdrHistogram's nearest-rank
   * values: the highest value of the bucket, but at most the recorded maximum.
   */
  summary(): Summary | null {
    const samples = this.samples;
    if (samples === 0) return null;
    const toMs = (recorded: number) => (recorded - this.shiftNs) / NS_PER_MS;
    return {
      samples,
      min: toMs(this.#counts.min),
      ...percentilesOf(samples, (p) => toMs(this.#percentile(100 * p))),
      max: toMs(this.#counts.max),
      mean: toMs(this.#counts.sum / samples),
    };
  }

  /** The histogram as plain JSON, for `decodeTimeHistogram`. */
  encode(): EncodedHistogram {
    const samples = this.samples;
    return {
      samples,
      unit: "ns",
      shiftNs: this.shiftNs,
      significantDigits: 3,
      clamped: this.#counts.clamped,
      minNs: samples > 0 ? this.#counts.min - this.shiftNs : null,
      maxNs: samples > 0 ? this.#counts.max - this.shiftNs : null,
      sumNs: this.#counts.sum - samples * this.shiftNs,
      encoded: this.#hdr.encodeIntoCompressedBase64(this.#buckets),
    };
  }

  /** All values, in the library. */
  get #buckets(): Histogram {
    if (this.#counts.samples === 0) return this.#library;
    for (const [bucket, count] of this.#counts.buckets.entries()) {
      if (count > 0) this.#library.recordValueWithCount(lowestOf(bucket), count);
    }
    this.#counts.buckets.fill(0);
    this.#counts.samples = 0;
    return this.#library;
  }

  #percentile(percent: number): number {
    return Math.max(
      this.#counts.min,
      Math.min(this.#counts.max, this.#buckets.getValueAtPercentile(percent)),
    );
  }

  #add(other: TimeHistogram): void {
    this.#buckets.add(other.#buckets);
    this.#counts.clamped += other.#counts.clamped;
    this.#counts.min = Math.min(this.#counts.min, other.#counts.min);
    this.#counts.max = Math.max(this.#counts.max, other.#counts.max);
    this.#counts.sum += other.#counts.sum;
  }
}
