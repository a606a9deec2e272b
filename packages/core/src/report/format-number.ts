/** Milliseconds for a table: three figures, and no more decimals than that takes. */
export function formatMs(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 100) return ms.toFixed(0);
  if (size >= 10) return ms.toFixed(1);
  return ms.toFixed(size >= 1 ? 2 : 3);
}

/** Whole numbers with thousands apart: 282,531. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** How many a second: whole from a hundred on, three figures below. */
export function formatPerSecond(perSecond: number): string {
  return perSecond >= 100 ? formatCount(perSecond) : formatMs(perSecond);
}

/** A ratio: two figures. */
export function formatRatio(ratio: number): string {
  if (ratio >= 10) return ratio.toFixed(0);
  // 0.996 is 1.0, as the reference itself.
  return ratio.toFixed(ratio >= 0.995 ? 1 : 2);
}

/** A delay as people say it: `1s`, `2.5s`, `300ms`. */
export function formatDelay(delayMs: number): string {
  return delayMs >= 1000 ? `${Number((delayMs / 1000).toFixed(3))}s` : `${delayMs}ms`;
}

const WORDS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** Small numbers in words, for sentences. */
export function countInWords(count: number): string {
  return WORDS[count] ?? formatCount(count);
}

/** `1 image`, `10 images`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
