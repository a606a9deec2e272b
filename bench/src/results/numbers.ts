/** The middle of the values, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}

/** Three figures: `0.012`, `1.25`, `85100`. */
export function three(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Three figures with zeros and commas: `0.0120`, `1.25`, `85,100`. */
export function formatFigures(value: number): string {
  const three = value.toPrecision(3);
  const large = Math.abs(Number(three)) >= 1_000;
  return large ? Number(three).toLocaleString("en-US") : value === 0 ? "0" : three;
}

/** A value with its interval and unit: `1.18 (1.05 to 1.31)`. */
export function formatInterval(
  value: number | null,
  low: number | null,
  high: number | null,
  unit: string,
): string {
  if (value === null) return "-";
  const figures = unit === "ratio" ? "" : ` ${unit}`;
  if (low === null || high === null) return `${formatFigures(value)}${figures}`;
  return `${formatFigures(value)} (${formatFigures(low)} to ${formatFigures(high)})${figures}`;
}

/** Nanoseconds in the unit that fits: `74 ns`, `4.15 µs`, `37.4 ms`. */
export function formatNs(ns: number): string {
  if (ns >= 1e6) return `${formatFigures(ns / 1e6)} ms`;
  return ns >= 1e3 ? `${formatFigures(ns / 1e3)} µs` : `${formatFigures(ns)} ns`;
}
