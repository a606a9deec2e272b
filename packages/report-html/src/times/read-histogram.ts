import { type CountedTime, type EncodedHistogram, timesOfHistogram } from "@wireduel/core/report";
import { unzlibSync } from "fflate";

/** What was decompressed. It is the same memory for all histograms, because each is read at once. */
let unzipped: Uint8Array = new Uint8Array(0);

/** The times of a histogram, in ascending order. Undefined if it is broken. */
export function readHistogram(histogram: EncodedHistogram): readonly CountedTime[] | undefined {
  return timesOfHistogram(histogram, (zipped, mostBytes) => {
    if (unzipped.length !== mostBytes) unzipped = new Uint8Array(mostBytes);
    return unzlibSync(zipped, { out: unzipped });
  });
}
