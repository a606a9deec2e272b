import { invalidOption } from "../../options/kinds.js";
import { encodedHistogram } from "../../result/time-kinds.js";
import { type Inflate, readBuckets } from "../../stats/read-buckets.js";
import type { EncodedHistogram } from "../../stats/time-histogram.js";

/** A time, and how often it was measured. */
export interface CountedTime {
  readonly ns: number;
  readonly count: number;
}

/**
 * The times of a histogram, in ascending order: of each bucket the highest one, as percentiles are. Undefined if it is broken.
 * @param inflate of a library for browsers, such as fflate's `unzlibSync`
 * @throws WireduelError `INVALID_OPTION` if it is not a histogram of a result
 */
export function timesOfHistogram(
  histogram: EncodedHistogram,
  inflate: Inflate,
): readonly CountedTime[] | undefined {
  const { encoded, samples, shiftNs, minNs, maxNs } = encodedHistogram.parse("histogram", histogram);
  if (typeof inflate !== "function") throw invalidOption("inflate", "a function", inflate);
  try {
    const buckets = readBuckets(encoded, inflate);
    if (buckets.reduce((sum, { count }) => sum + count, 0) !== samples) return undefined;
    return buckets.map(({ highest, count }) => {
      const ns = Math.min(maxNs ?? Infinity, Math.max(minNs ?? -Infinity, highest - shiftNs));
      return { ns, count };
    });
  } catch {
    // Not compressed, or shorter than it states.
    return undefined;
  }
}
