import { isScheduled, type Load } from "../load/load.js";
import { type RoundResult, type Timing, typicalRound } from "../result/result.js";
import type { Summary } from "../stats/summary.js";
import { countOf, formatCount, formatDelay, formatMs, formatPerSecond } from "./format-number.js";
import { listsTransmissions } from "./in-words.js";
import { checkTextOptions, checkTiming, type TextOptions } from "./input.js";

/**
 * The lines below the transmissions of a timing: total, sum, warm-up and failures. With several rounds, those
 * of the typical one.
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatTotals(timing: Timing, options?: TextOptions): string {
  checkTiming(timing);
  const { noun } = checkTextOptions(options);
  const { load } = timing;
  const round = typicalRound(timing);
  const lines = [
    ...transferLines(round, load),
    ...(isScheduled(load) ? scheduledLines(round) : []),
    ...(load.kind === "closed-loop" && (load.concurrency > 1 || load.count === null)
      ? throughputLines(round)
      : []),
    ...warmupLines(round, noun),
    ...faultLines(round, load, noun),
    ...round.errors.map(({ code, message }) => `Ended early: ${message} (${code})`),
  ];
  return `\n${lines.join("\n")}`.trimEnd();
}

function transferLines({ totals }: RoundResult, load: Load): string[] {
  const { transferMs, sumOfTransmissionMs } = totals;
  if (transferMs === null || sumOfTransmissionMs === null) return [];
  const thinkTimeMs = load.kind === "closed-loop" ? load.thinkTimeMs : 0;
  const delays = thinkTimeMs > 0 ? ` (including ${formatDelay(thinkTimeMs)} delays)` : "";
  const lines = [`Total transfer time${delays}: ${formatMs(transferMs)} ms`];
  // With several payloads in flight, the sum would count the same time more than once.
  if (load.kind === "closed-loop" && load.concurrency === 1) {
    lines.push(`Sum of transmission times: ${formatMs(sumOfTransmissionMs)} ms`);
  }
  return lines;
}

function scheduledLines({ times, counts, totals }: RoundResult): string[] {
  const { responseMs, serviceMs, slipMs } = times;
  const lines: string[] = [];
  if (responseMs) lines.push(`Response time (from due to acknowledged): ${formatSummary(responseMs)}`);
  if (serviceMs) lines.push(`Service time (from sent to acknowledged): ${formatSummary(serviceMs)}`);
  if (slipMs) lines.push(`Slip (from due to sent): ${formatSummary(slipMs)}`);
  if (totals.acknowledgedPerSecond !== null) {
    const rate = formatPerSecond(totals.acknowledgedPerSecond);
    const together = formatCount(counts.mostInFlight);
    lines.push(
      `Acknowledged: ${formatCount(counts.acknowledged)} (${rate} per second), at most ${together} in flight`,
    );
  }
  return lines;
}

function throughputLines({ times, counts, totals }: RoundResult): string[] {
  const { acknowledgedPerSecond, payloadBytes } = totals;
  if (acknowledgedPerSecond === null || times.serviceMs === null) return [];
  const rate = formatPerSecond(acknowledgedPerSecond);
  const megabytes = formatPerSecond((acknowledgedPerSecond * (payloadBytes / counts.sent)) / 1e6);
  return [
    `Service time (from sent to acknowledged): ${formatSummary(times.serviceMs)}`,
    `Acknowledged: ${formatCount(counts.acknowledged)} (${rate} per second, ${megabytes} MB per second)`,
  ];
}

function warmupLines({ firstTransmission, warmedUp }: RoundResult, noun: string): string[] {
  const firstMs = firstTransmission?.transmissionMs;
  if (firstMs == null) return [];
  const warmup = warmedUp > 0 ? `Warm-up: ${countOf(warmedUp, noun)} (not counted).` : "No warm-up.";
  return [`${warmup} First message: ${formatMs(firstMs)} ms`];
}

function faultLines({ counts, failures }: RoundResult, load: Load, noun: string): string[] {
  const { sent, dropped, failed } = counts;
  const lines: string[] = [];
  if (dropped > 0)
    lines.push(`Dropped: ${formatCount(dropped)} of ${countOf(sent + dropped, noun)} that were due`);
  if (failed > 0) lines.push(`Failed: ${formatCount(failed)} of ${countOf(sent, noun)}`);
  // If transmissions are listed, each failed one already has its own line.
  if (!listsTransmissions(load)) {
    lines.push(...failures.map(({ code, count, first }) => `  ${formatCount(count)} × ${first} (${code})`));
  }
  return lines;
}

/** `p50 0.21 ms, p99 1.20 ms, max 3.40 ms`: the percentiles for which there are enough samples. */
function formatSummary({ p50, p99, p999, max }: Summary): string {
  const parts: readonly (readonly [name: string, ms: number | undefined])[] = [
    ["p50", p50],
    ["p99", p99],
    ["p99.9", p999],
    ["max", max],
  ];
  return parts.flatMap(([name, ms]) => (ms === undefined ? [] : `${name} ${formatMs(ms)} ms`)).join(", ");
}
