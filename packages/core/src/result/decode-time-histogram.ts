import { asWireduelError } from "../failure/wireduel-error.js";
import { type EncodedHistogram, TimeHistogram } from "../stats/time-histogram.js";
import { encodedHistogram } from "./time-kinds.js";

/**
 * Decodes a histogram of a result.
 * @throws WireduelError `INVALID_OPTION` if it is not a histogram of a result, and `INVALID_RESULT` if its
 *   buckets are broken
 */
export async function decodeTimeHistogram(encoded: EncodedHistogram): Promise<TimeHistogram> {
  const checked = encodedHistogram.parse("histogram", encoded);
  try {
    return await TimeHistogram.decode(checked);
  } catch (error) {
    throw asWireduelError(error, "INVALID_RESULT", "this histogram cannot be decoded");
  }
}
