/** Summary statistics of one kind of time, in milliseconds. */
export interface Summary extends Percentiles {
  readonly samples: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** The percentiles of a summary. A percentile is present only if there are enough samples for it. */
export interface Percentiles {
  readonly p50: number;
  /** Present from 10 samples on. */
  readonly p90?: number;
  /** Present from 20 samples on. */
  readonly p95?: number;
  /** Present from 100 samples on. */
  readonly p99?: number;
  /** The 99.9th percentile. Present from 1,000 samples on. */
  readonly p999?: number;
  /** The 99.99th percentile. Present from 10,000 samples on. */
  readonly p9999?: number;
}

/** How many samples each p-quantile needs. With fewer it would just be the maximum under another name. */
export const SAMPLES_FOR: ReadonlyMap<number, number> = new Map([
  [0.5, 1],
  [0.9, 10],
  [0.95, 20],
  [0.99, 100],
  [0.999, 1_000],
  [0.9999, 10_000],
]);

/** Whether there are enough samples for the p-quantile. False for a p that no summary has. */
export function carries(p: number, samples: number): boolean {
  return samples >= (SAMPLES_FOR.get(p) ?? Number.POSITIVE_INFINITY);
}

/**
 * The percentiles for which there are enough samples.
 *
 * @param at returns the p-quantile of the samples
 */
export function percentilesOf(samples: number, at: (p: number) => number): Percentiles {
  return {
    p50: at(0.5),
    ...(carries(0.9, samples) ? { p90: at(0.9) } : {}),
    ...(carries(0.95, samples) ? { p95: at(0.95) } : {}),
    ...(carries(0.99, samples) ? { p99: at(0.99) } : {}),
    ...(carries(0.999, samples) ? { p999: at(0.999) } : {}),
    ...(carries(0.9999, samples) ? { p9999: at(0.9999) } : {}),
  };
}

/**
 * The p-quantile of sorted values, by linear interpolation between order statistics (definition 7 of Hyndman
 * and Fan, "Sample Quantiles in Statistical Packages", 1996; the default of R and NumPy).
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) throw new RangeError("a quantile needs at least one value");
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

/** Summarises the values; null if there are none. */
export function summarize(values: ArrayLike<number>): Summary | null {
  if (values.length === 0) return null;
  // A typed array sorts by value, several times as fast as an array with a comparison function.
  const sorted = new Float64Array(values).sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  return {
    samples: sorted.length,
    min: quantile(sorted, 0),
    ...percentilesOf(sorted.length, (p) => quantile(sorted, p)),
    max: quantile(sorted, 1),
    mean: total / sorted.length,
  };
}
