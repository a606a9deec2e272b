import { isScheduled, type Load } from "../load/load.js";
import type { BenchmarkResult, Timing, Transmission } from "../result/result.js";
import type { Summary } from "../stats/summary.js";
import { formatComparison } from "./comparison.js";
import { describeLoad, listsTransmissions } from "./describe-load.js";
import { countOf, formatCount, formatDelay, formatMs, formatPerSecond } from "./format-number.js";
import type { TextOptions } from "./text-options.js";

/** The whole report as text: transmissions, where they go one by one, the key times of each row, then the comparison. */
export function formatText(result: BenchmarkResult, options: TextOptions = {}): string {
  if (result.rounds) return formatComparison(result, options);
  const { load } = result.settings;
  const rows = result.timings.map((timing) => {
    const listed = listsTransmissions(load) ? timing.transmissions : [];
    return [
      formatHeading(timing, load, options),
      ...listed.map((transmission) => formatTransmission(transmission, options)),
      formatTotals(timing, load, options),
    ].join("\n");
  });
  return [...rows, formatComparison(result, options)].join("\n\n");
}

/** What stands above a row's transmissions. */
export function formatHeading(
  { title, label }: { readonly title: string; readonly label: string },
  load: Load,
  { noun = "payload" }: TextOptions = {},
): string {
  const name = label === title ? title : label.includes(title) ? label : `${title} (${label})`;
  const [transfer, below] = listsTransmissions(load) ? [" transfer", "\n"] : ["", ""];
  return `=== ${name} performance test: ${describeLoad(load, noun)}${transfer} ===${below}`;
}

/** One transmission's line. */
export function formatTransmission(
  { index, status, error, transmissionMs }: Transmission,
  { noun = "payload" }: TextOptions = {},
): string {
  const name = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${index + 1}`;
  if (error) return `${name} failed: ${error.message} (${error.code})`;
  const damaged = status === "damaged" ? " (arrived damaged)" : "";
  if (transmissionMs === null) return `${name} has no time${damaged}`;
  return `${name} transmission time: ${formatMs(transmissionMs)} ms${damaged}`;
}

/** The lines under a row's transmissions. */
export function formatTotals(timing: Timing, load: Load, { noun = "payload" }: TextOptions = {}): string {
  const { totalTransferMs, sumOfTransmissionMs, warmedUp, firstTransmission, errors, counts } = timing;
  const thinkTimeMs = load.kind === "closed-loop" ? load.thinkTimeMs : 0;
  const delays = thinkTimeMs > 0 ? ` (including ${formatDelay(thinkTimeMs)} delays)` : "";
  const lines: string[] = [];
  if (totalTransferMs !== null && sumOfTransmissionMs !== null) {
    lines.push(`Total transfer time${delays}: ${formatMs(totalTransferMs)} ms`);
    // With several under way the sum counts the same moment more than once, and says nothing.
    if (!isScheduled(load) && load.concurrency === 1) {
      lines.push(`Sum of transmission times: ${formatMs(sumOfTransmissionMs)} ms`);
    }
  }
  if (isScheduled(load)) lines.push(...scheduledLines(timing));
  else if (load.concurrency > 1 || load.count === null) lines.push(...throughputLines(timing));
  const firstMs = firstTransmission?.transmissionMs;
  if (firstMs != null) {
    const before =
      warmedUp > 0
        ? `Warm-up before: ${countOf(warmedUp, noun)}, back to back, not counted; the`
        : "No warm-up; the";
    lines.push(`${before} first of the connection took ${formatMs(firstMs)} ms`);
  }
  if (counts.dropped > 0) {
    const due = countOf(counts.sent + counts.dropped, noun);
    lines.push(`Dropped: ${formatCount(counts.dropped)} of ${due} that were due`);
  }
  if (counts.failed > 0) {
    lines.push(`Failed: ${formatCount(counts.failed)} of ${countOf(counts.sent, noun)}`);
    if (!listsTransmissions(load)) {
      for (const { code, count, first } of timing.failures)
        lines.push(`  ${formatCount(count)} × ${first} (${code})`);
    }
  }
  for (const { code, message } of errors) lines.push(`Ended early: ${message} (${code})`);
  return `\n${lines.join("\n")}`.trimEnd();
}

function scheduledLines({ summary, counts, acknowledgedPerSecond }: Timing): string[] {
  const lines: string[] = [];
  if (summary.responseMs) {
    lines.push(`Response time, from when due to acknowledged: ${formatSummary(summary.responseMs)}`);
  }
  if (summary.serviceMs) {
    lines.push(`Service time, from when sent to acknowledged: ${formatSummary(summary.serviceMs)}`);
  }
  if (summary.slipMs) lines.push(`Slip, from when due to sent: ${formatSummary(summary.slipMs)}`);
  if (acknowledgedPerSecond !== null) {
    lines.push(
      `Acknowledged: ${formatCount(counts.acknowledged)}, ${formatPerSecond(acknowledgedPerSecond)} a second; ` +
        `at most ${formatCount(counts.mostInFlight)} under way`,
    );
  }
  return lines;
}

function throughputLines({ counts, acknowledgedPerSecond, payloadBytes, summary }: Timing): string[] {
  if (acknowledgedPerSecond === null || summary.serviceMs === null) return [];
  const megabytes = (acknowledgedPerSecond * (payloadBytes / counts.sent)) / 1e6;
  return [
    `Service time, from when sent to acknowledged: ${formatSummary(summary.serviceMs)}`,
    `Acknowledged: ${formatCount(counts.acknowledged)}, ${formatPerSecond(acknowledgedPerSecond)} a second, ` +
      `${formatPerSecond(megabytes)} MB a second`,
  ];
}

/** `p50 0.21 ms, p99 1.20 ms, max 3.40 ms`; percentiles as far as the samples carry them. */
function formatSummary({ p50, p99, p999, max }: Summary): string {
  const parts = [
    ["p50", p50] as const,
    ["p99", p99] as const,
    ["p99.9", p999] as const,
    ["max", max] as const,
  ];
  return parts.flatMap(([name, ms]) => (ms === undefined ? [] : `${name} ${formatMs(ms)} ms`)).join(", ");
}
