import fc from "fast-check";
import { build, type JsHistogram } from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import { bucketOf, lowestOf } from "./buckets.js";

/** Up to here, the library is exact: for 2^49 - 1, it takes the bucket of 2^49. */
const MOST = 2 ** 48;
const hdr = build({
  lowestDiscernibleValue: 1,
  highestTrackableValue: MOST,
  numberOfSignificantValueDigits: 3,
}) as JsHistogram;

/** Values of all magnitudes, and those beside each power of two. */
const value = fc.oneof(
  fc.integer({ min: 0, max: 10_000 }),
  fc.integer({ min: 0, max: 2 ** 32 }),
  fc.integer({ min: 0, max: MOST }),
  fc
    .tuple(fc.integer({ min: 1, max: 48 }), fc.integer({ min: -1, max: 1 }))
    .map(([power, more]) => Math.min(MOST, 2 ** power + more)),
);

describe("bucketOf", () => {
  it("is the index of hdr-histogram-js", () => {
    fc.assert(
      fc.property(value, (number) => {
        expect(bucketOf(number)).toBe(hdr.countsArrayIndex(number));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("lowestOf", () => {
  it("is the lowest value with that index", () => {
    fc.assert(
      fc.property(value, (number) => {
        const index = bucketOf(number);
        const lowest = lowestOf(index);
        expect(lowest).toBe(hdr.lowestEquivalentValue(number));
        expect(bucketOf(lowest)).toBe(index);
        if (lowest > 0) expect(bucketOf(lowest - 1)).toBe(index - 1);
      }),
      { numRuns: 1_000 },
    );
  });
});
