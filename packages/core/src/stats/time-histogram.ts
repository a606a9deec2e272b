import type { Histogram } from "hdr-histogram-js";
import { NS_PER_MS } from "../clock/clock.js";
import { percentilesOf, type Summary } from "./summary.js";

/** A histogram as plain JSON. A value of its buckets is a recorded one: the true value is `shiftNs` less. */
export interface EncodedHistogram {
  readonly samples: number;
  readonly unit: "ns";
  /** What was added to each value to record it. Negative where values were later taken to be larger, by `rebase`. */
  readonly shiftNs: number;
  /** Values of one bucket differ by less than 0.1 %. */
  readonly significantDigits: 3;
  /** How many values lay outside the buckets' range, and were recorded at its end. */
  readonly clamped: number;
  /** The least value as it was, shift taken off; null if there is none. This and the next two the buckets do not know. */
  readonly minNs: number | null;
  /** The greatest value. */
  readonly maxNs: number | null;
  /** The sum of all values. */
  readonly sumNs: number;
  /** HdrHistogram's V2 format, compressed and in base64 (`HISTFAAAA…`), as other tools read it. */
  readonly encoded: string;
}

export interface TimeHistogramOptions {
  /**
   * Nanoseconds added to each value before it is recorded, rounded up to whole ones: one-way times between two hosts may be
   * negative within the clocks' error, and buckets begin at 0. Default 0.
   */
  readonly shiftNs?: number;
}

/** Makes empty histograms. Throws a RangeError for a shift that is negative or not finite. */
export type TimeHistogramFactory = (options?: TimeHistogramOptions) => TimeHistogram;

/** The highest value with a bucket of its own, shift included: a day. */
export const HIGHEST_NS = 86_400e9;

type Hdr = typeof import("hdr-histogram-js");

/** Loads the library, which takes some 50 ms the first time: not to be done while something is measured. */
export async function loadTimeHistograms(): Promise<TimeHistogramFactory> {
  const hdr = await import("hdr-histogram-js");
  return ({ shiftNs = 0 } = {}) => {
    if (!(shiftNs >= 0 && shiftNs < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`shiftNs must be a number from 0 on, not ${shiftNs}`);
    }
    return new TimeHistogram(hdr, Math.ceil(shiftNs));
  };
}

/** What `encode` gave. Throws a RangeError if it does not hold as many samples as it says, an Error if it cannot be read. */
export async function decodeTimeHistogram(encoded: EncodedHistogram): Promise<TimeHistogram> {
  return TimeHistogram.decode(await import("hdr-histogram-js"), encoded);
}

/**
 * Times in buckets: memory is the same for 1 and for 1e9 of them, 160 kB. Percentiles are within 0.1 %; samples, least,
 * greatest and mean are exact. A bucket counts up to 4.29e9 values.
 */
export class TimeHistogram {
  /** What is added to each value to record it. */
  readonly shiftNs: number;
  readonly #hdr: Hdr;
  readonly #buckets: Histogram;
  #clamped = 0;
  // As recorded, shift included, but not clamped. Whole numbers, so that the sum does not depend on the order of adding:
  // it is exact up to 2^53 ns, 104 days.
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #sum = 0;

  /** To be made by a `TimeHistogramFactory`. */
  constructor(hdr: Hdr, shiftNs: number) {
    this.shiftNs = shiftNs;
    this.#hdr = hdr;
    this.#buckets = hdr.build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: HIGHEST_NS,
      numberOfSignificantValueDigits: 3,
      bitBucketSize: 32,
      autoResize: false,
    });
  }

  /** See `decodeTimeHistogram`. */
  static decode(hdr: Hdr, encoded: EncodedHistogram): TimeHistogram {
    const { samples, shiftNs, clamped, minNs, maxNs, sumNs } = encoded;
    const decoded = new TimeHistogram(hdr, shiftNs);
    decoded.#buckets.add(hdr.decodeFromCompressedBase64(encoded.encoded));
    if (decoded.samples !== samples) {
      throw new RangeError(`the histogram holds ${decoded.samples} samples, but says ${samples}`);
    }
    decoded.#clamped = clamped;
    if (minNs !== null) decoded.#min = minNs + shiftNs;
    if (maxNs !== null) decoded.#max = maxNs + shiftNs;
    decoded.#sum = sumNs + samples * shiftNs;
    return decoded;
  }

  get samples(): number {
    return this.#buckets.totalCount;
  }

  /** How many values lay below `-shiftNs` or above `HIGHEST_NS`, and were recorded at that end. */
  get clamped(): number {
    return this.#clamped;
  }

  /** Records a time, rounded to whole nanoseconds. Throws a RangeError if it is not finite: it has no place among times. */
  record(ns: number): void {
    if (!Number.isFinite(ns)) throw new RangeError(`a time must be a finite number, not ${ns}`);
    const value = Math.round(ns) + this.shiftNs;
    let recorded = value;
    if (value < 0 || value > HIGHEST_NS) {
      recorded = value < 0 ? 0 : HIGHEST_NS;
      this.#clamped++;
    }
    this.#buckets.recordValue(recorded);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#sum += value;
  }

  /** Adds all values of the other, which stays as it is. Throws a RangeError if their shifts differ. */
  merge(other: TimeHistogram): void {
    if (other.shiftNs !== this.shiftNs) {
      throw new RangeError(
        `histograms of one shift can be merged, not of ${this.shiftNs} and ${other.shiftNs} ns`,
      );
    }
    this.#add(other);
  }

  /**
   * A histogram of the same values, each taken to be larger by `deltaNs`, rounded to whole nanoseconds: for times across two
   * clocks, whose offset is only known for sure at the end. The buckets stay as they are, and the shift becomes smaller; it
   * may become negative.
   */
  rebase(deltaNs: number): TimeHistogram {
    const rebased = new TimeHistogram(this.#hdr, this.shiftNs - Math.round(deltaNs));
    rebased.#add(this);
    return rebased;
  }

  /**
   * In milliseconds; null if there are no samples. A percentile is by nearest rank, as HdrHistogram gives it: the highest
   * value of its bucket, but never above the greatest that was recorded.
   */
  summary(): Summary | null {
    const samples = this.samples;
    if (samples === 0) return null;
    const toMs = (recorded: number) => (recorded - this.shiftNs) / NS_PER_MS;
    return {
      samples,
      min: toMs(this.#min),
      ...percentilesOf(samples, (p) => toMs(this.#percentile(100 * p))),
      max: toMs(this.#max),
      mean: toMs(this.#sum / samples),
    };
  }

  encode(): EncodedHistogram {
    const samples = this.samples;
    return {
      samples,
      unit: "ns",
      shiftNs: this.shiftNs,
      significantDigits: 3,
      clamped: this.#clamped,
      minNs: samples > 0 ? this.#min - this.shiftNs : null,
      maxNs: samples > 0 ? this.#max - this.shiftNs : null,
      sumNs: this.#sum - samples * this.shiftNs,
      encoded: this.#hdr.encodeIntoCompressedBase64(this.#buckets),
    };
  }

  #percentile(percent: number): number {
    return Math.max(this.#min, Math.min(this.#max, this.#buckets.getValueAtPercentile(percent)));
  }

  #add(other: TimeHistogram): void {
    this.#buckets.add(other.#buckets);
    this.#clamped += other.#clamped;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#sum += other.#sum;
  }
}
