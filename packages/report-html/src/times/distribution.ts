import type { CountedTime } from "@wireduel/core/report";

/** How often each time was measured, and how many payloads have no time. */
export interface Distribution {
  /** In ascending order, each time once. */
  readonly bins: readonly CountedTime[];
  /** Payloads with a time. */
  readonly samples: number;
  /** Payloads without one, which count as slower than all others: those that failed or were not sent. */
  readonly missing: number;
}

/** The times of several histograms together. The counts of a time are added. */
export function distributionOf(histograms: readonly (readonly CountedTime[])[], missing = 0): Distribution {
  const [only] = histograms;
  const bins = histograms.length === 1 && only ? only : merged(histograms);
  return { bins, samples: bins.reduce((sum, { count }) => sum + count, 0), missing };
}

function merged(histograms: readonly (readonly CountedTime[])[]): CountedTime[] {
  const counts = new Map<number, number>();
  for (const bins of histograms) {
    for (const { ns, count } of bins) counts.set(ns, (counts.get(ns) ?? 0) + count);
  }
  const times = Float64Array.from(counts.keys()).sort();
  return Array.from(times, (ns) => ({ ns, count: counts.get(ns) ?? 0 }));
}

/**
 * The p-quantile in milliseconds, by nearest rank. Undefined if it is that of a payload without a time.
 * @param p from 0 to 1
 */
export function quantileOf({ bins, samples, missing }: Distribution, p: number): number | undefined {
  // Without the tiny part, 0.07 of 100 would be the eighth.
  const rank = Math.max(1, Math.ceil(p * (samples + missing) * (1 - Number.EPSILON)));
  let reached = 0;
  for (const { ns, count } of bins) {
    reached += count;
    if (reached >= rank) return ns / NS_PER_MS;
  }
  return undefined;
}

/** The mean of the payloads with a time, in milliseconds. Accurate to 0.1 %, like the times of a histogram. */
export function meanOf({ bins, samples }: Distribution): number {
  return bins.reduce((sum, { ns, count }) => sum + (ns / NS_PER_MS) * count, 0) / samples;
}

/** Nanoseconds in a millisecond. */
export const NS_PER_MS = 1e6;
