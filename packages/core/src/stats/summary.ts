/** Order statistics of one kind of time, in milliseconds. */
export interface Summary {
  readonly samples: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  /** Only from 100 samples on: below that it would be the maximum under another name. */
  readonly p99?: number;
  readonly max: number;
  readonly mean: number;
}

/** The fewest samples that carry a 99th percentile. */
export const SAMPLES_FOR_P99 = 100;

/**
 * The p-quantile of sorted values, by linear interpolation between order statistics (definition 7 of Hyndman and
 * Fan, "Sample Quantiles in Statistical Packages", 1996; the default of R and NumPy).
 */
export function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) throw new RangeError("a quantile needs at least one value");
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

/** Summarises the values; null if there are none. */
export function summarize(values: readonly number[]): Summary | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  return {
    samples: sorted.length,
    min: quantile(sorted, 0),
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    ...(sorted.length >= SAMPLES_FOR_P99 ? { p99: quantile(sorted, 0.99) } : {}),
    max: quantile(sorted, 1),
    mean: total / sorted.length,
  };
}
