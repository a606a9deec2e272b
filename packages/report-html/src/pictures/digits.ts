/**
 * A number with thousands separators, and without an exponent.
 * @param significant how many of its digits are shown. Default: those of an integer, and three more.
 */
export function inDigits(value: number, significant?: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: significant });
}
