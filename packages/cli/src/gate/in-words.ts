/** `+10 %`: a difference with its sign. */
export function signedPercent(share: number, decimals = 1): string {
  const percent = Number((100 * share).toFixed(decimals));
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent)} %`;
}

/**
 * `+1.2 % to +3.4 %`: an interval of ratios as differences.
 * @param limit the ratio that is allowed. Numbers near it get more decimals, so that they do not look equal to it.
 */
export function ratiosInWords(low: number | null, high: number | null, limit: number): string {
  const shown = (ratio: number) => signedPercent(ratio - 1, Math.abs(ratio - limit) < 0.001 ? 3 : 1);
  return interval(low === null ? null : shown(low), high === null ? null : shown(high));
}

function interval(low: string | null, high: string | null): string {
  if (low === null) return high === null ? "" : `at most ${high}`;
  return high === null ? `at least ${low}` : low === high ? low : `${low} to ${high}`;
}
