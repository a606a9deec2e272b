import type { BenchmarkResult, Timing, Transmission } from "../result.js";
import { formatComparison } from "./comparison.js";
import { countOf, formatDelay, formatMs } from "./format-number.js";
import type { TextOptions } from "./text-options.js";

/** The whole report as text: every transmission, the three key times for each row, then the comparison. */
export function formatText(result: BenchmarkResult, options: TextOptions = {}): string {
  const { count, delayMs } = result.settings;
  const rows = result.timings.map((timing) => {
    return [
      formatHeading(timing, count, options),
      ...timing.transmissions.map((transmission) => formatTransmission(transmission, options)),
      formatTotals(timing, delayMs, options),
    ].join("\n");
  });
  return [...rows, formatComparison(result, options)].join("\n\n");
}

/** What stands above a row's transmissions. */
export function formatHeading(
  { title, label }: { readonly title: string; readonly label: string },
  count: number,
  { noun = "payload" }: TextOptions = {},
): string {
  const name = label === title ? title : label.includes(title) ? label : `${title} (${label})`;
  return `=== ${name} performance test: ${countOf(count, noun)} transfer ===\n`;
}

/** One transmission's line. Without a shared clock there is no transmission time, and it says service time instead. */
export function formatTransmission(
  { index, status, error, transmissionMs, serviceMs }: Transmission,
  { noun = "payload" }: TextOptions = {},
): string {
  const name = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${index + 1}`;
  if (error) return `${name} failed: ${error.message} (${error.code})`;
  const damaged = status === "damaged" ? " (arrived damaged)" : "";
  if (transmissionMs !== null) return `${name} transmission time: ${formatMs(transmissionMs)} ms${damaged}`;
  if (serviceMs !== null) return `${name} service time: ${formatMs(serviceMs)} ms${damaged}`;
  return `${name} has no time${damaged}`;
}

/** The lines under a row's transmissions. */
export function formatTotals(
  timing: Timing,
  delayMs: number,
  { noun = "payload" }: TextOptions = {},
): string {
  const { totalTransferMs, sumOfTransmissionMs, wallMs, warmedUp, firstTransmission, errors, counts } =
    timing;
  const delays = delayMs > 0 ? ` (including ${formatDelay(delayMs)} delays)` : "";
  const lines: string[] = [];
  if (totalTransferMs !== null && sumOfTransmissionMs !== null) {
    lines.push(`Total transfer time${delays}: ${formatMs(totalTransferMs)} ms`);
    lines.push(`Sum of transmission times: ${formatMs(sumOfTransmissionMs)} ms`);
  } else if (wallMs !== null) {
    lines.push(`Time to the last acknowledgement${delays}: ${formatMs(wallMs)} ms`);
  }
  const firstMs = firstTransmission?.transmissionMs ?? firstTransmission?.serviceMs;
  if (firstMs != null) {
    const before =
      warmedUp > 0
        ? `Warm-up before: ${countOf(warmedUp, noun)}, back to back, not counted; the`
        : "No warm-up; the";
    lines.push(`${before} first of the connection took ${formatMs(firstMs)} ms`);
  }
  if (counts.failed > 0) lines.push(`Failed: ${counts.failed} of ${countOf(counts.sent, noun)}`);
  for (const { code, message } of errors) lines.push(`Ended early: ${message} (${code})`);
  return `\n${lines.join("\n")}`.trimEnd();
}
