import { number } from "../../options/kinds.js";
import { formatMs } from "../format-number.js";

const msKind = number();

/**
 * A time as reports write it: three significant digits, and at most three decimals. `0.123`, `1.23`, `123`.
 * @param ms in milliseconds
 * @throws WireduelError `INVALID_OPTION` if `ms` is not a finite number
 */
export function formatTime(ms: number): string {
  return formatMs(msKind.parse("ms", ms));
}
