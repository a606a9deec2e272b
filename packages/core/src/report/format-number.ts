/** A stored file may have numbers whose ratio or sum is none. */
const NONE = "-";

/** Milliseconds with three significant digits, and at most three decimals. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return NONE;
  const size = Math.abs(ms);
  if (size >= 100) return ms.toFixed(0);
  if (size >= 10) return ms.toFixed(1);
  return ms.toFixed(size >= 1 ? 2 : 3);
}

/** An integer with thousands separators: 282,531. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return NONE;
  return Math.round(count).toLocaleString("en-US");
}

/** A rate: an integer from 100 on, below that like `formatMs`. */
export function formatPerSecond(perSecond: number): string {
  return perSecond >= 100 ? formatCount(perSecond) : formatMs(perSecond);
}

/** A ratio with two significant digits, or three near 1. From 10 on, an integer with separators. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return NONE;
  if (ratio < 0.1) return ratio.toPrecision(2);
  if (ratio < 1.095) return ratio.toFixed(2);
  return ratio < 9.95 ? ratio.toFixed(1) : formatCount(ratio);
}

/** A range of ratios: `1.4 to 1.6`. */
export function formatRatios(low: number, high: number): string {
  return `${formatRatio(low)} to ${formatRatio(high)}`;
}

/**
 * A range of shares (at least 0) in per cent: `30 to 51 %`. Values below 10 % or between 99 and 100 % get a
 * decimal.
 */
export function formatPercents(low: number, high: number): string {
  const [from, to] = [formatPercent(100 * low), formatPercent(100 * high)];
  return from === to ? `${from} %` : `${from} to ${to} %`;
}

/** A delay in a short form, with at most four digits: `1s`, `2.5s`, `300ms`. */
export function formatDelay(delayMs: number): string {
  return delayMs >= 1000 ? `${Number((delayMs / 1000).toFixed(3))}s` : `${Number(delayMs.toPrecision(4))}ms`;
}

/** `1 image`, `10 images`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function formatPercent(percent: number): string {
  if (percent < 1) return String(Number(percent.toPrecision(1)));
  // 99.7 % must not be rounded to 100 %.
  if (percent < 10 || (percent > 99 && percent < 100)) return String(Number(percent.toFixed(1)));
  return formatCount(percent);
}
