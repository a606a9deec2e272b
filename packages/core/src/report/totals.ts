import type { RoundErrorCode } from "../failure/codes.js";
import { isScheduled, type Load } from "../load/load.js";
import type { RoundResult, Timing } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import type { Summary } from "../stats/summary.js";
import { countOf, formatCount, formatDelay, formatMs, formatPerSecond } from "./format-number.js";
import { listsTransmissions } from "./in-words.js";
import { checkTextOptions, checkTiming, type TextOptions } from "./input.js";
import { TIME_MEANINGS } from "./timings-in-words.js";

/**
 * The lines below the transmissions of a timing: total, sum, times, warm-up and faults. With several rounds, those
 * of the typical one.
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatTotals(timing: Timing, options?: TextOptions): string {
  checkTiming(timing);
  const { noun } = checkTextOptions(options);
  return `\n${totalsOf(timing, noun).join("\n")}`.trimEnd();
}

/** The lines of the totals. */
export function totalsOf(timing: Timing, noun: string): string[] {
  const { load } = timing;
  const round = typicalRound(timing);
  return [
    ...transferLines(round, load, noun),
    ...timesLines(round),
    ...(isScheduled(load) || load.concurrency > 1 || load.count === null ? rateLines(round, load) : []),
    ...warmupLines(timing, round, noun),
    ...faultLines(round, load, noun),
    ...round.errors.map(({ code, message }) => `${endedEarly(code)}: ${message} (${code})`),
  ];
}

function transferLines({ totals, counts }: RoundResult, load: Load, noun: string): string[] {
  const { transferMs, sumOfTransmissionMs } = totals;
  if (transferMs === null || sumOfTransmissionMs === null) return [];
  const thinkTimeMs = load.kind === "closed-loop" ? load.thinkTimeMs : 0;
  // One payload has no delay: delays are between payloads.
  const delays = thinkTimeMs > 0 && counts.sent > 1 ? ` (including ${formatDelay(thinkTimeMs)} delays)` : "";
  const lines = [`Total transfer time${delays}: ${formatMs(transferMs)} ms`];
  // With several payloads in flight, the sum would count the same time more than once.
  if (load.kind === "closed-loop" && load.concurrency === 1) {
    const { acknowledged, sent } = counts;
    const of = acknowledged < sent ? ` (only ${formatCount(acknowledged)} of ${countOf(sent, noun)})` : "";
    lines.push(`Sum of transmission times${of}: ${formatMs(sumOfTransmissionMs)} ms`);
  }
  return lines;
}

function timesLines({ times }: RoundResult): string[] {
  const lines: readonly (readonly [name: string, summary: Summary | null])[] = [
    [`Response time (${TIME_MEANINGS.responseMs})`, times.responseMs],
    [`Transmission time (${TIME_MEANINGS.transmissionMs})`, times.transmissionMs],
    [`Service time (${TIME_MEANINGS.serviceMs})`, times.serviceMs],
    // Without a schedule, a closed loop is only late by its own work.
    ["Slip (from due to sent)", times.responseMs && times.slipMs],
  ];
  return lines.flatMap(([name, summary]) => (summary ? `${name}: ${formatSummary(summary)}` : []));
}

function rateLines({ counts, totals }: RoundResult, load: Load): string[] {
  const { acknowledgedPerSecond, payloadBytes } = totals;
  if (acknowledgedPerSecond === null) return [];
  const rate = `${formatPerSecond(acknowledgedPerSecond)} per second`;
  const megabytes = formatPerSecond((acknowledgedPerSecond * (payloadBytes / counts.sent)) / 1e6);
  const more = isScheduled(load)
    ? `(${rate}), at most ${formatCount(counts.mostInFlight)} in flight`
    : `(${rate}, ${megabytes} MB per second)`;
  return [`Acknowledged: ${formatCount(counts.acknowledged)} ${more}`];
}

function warmupLines(
  { warmupCount, connections }: Timing,
  { firstTransmission, warmedUp }: RoundResult,
  noun: string,
): string[] {
  const planned = warmupCount * connections;
  const failed = warmedUp < planned ? `${formatCount(warmedUp)} of ` : "";
  const warmup = planned > 0 ? `Warm-up: ${failed}${countOf(planned, noun)} (not counted).` : "No warm-up.";
  const firstMs = firstTransmission?.transmissionMs;
  return [warmup + (firstMs == null ? "" : ` First message: ${formatMs(firstMs)} ms`)];
}

function faultLines({ counts, failures, transmissions }: RoundResult, load: Load, noun: string): string[] {
  const { sent, dropped, failed } = counts;
  const lines: string[] = [];
  if (dropped > 0)
    lines.push(`Dropped: ${formatCount(dropped)} of ${countOf(sent + dropped, noun)} that were due`);
  if (failed > 0) lines.push(`Failed: ${formatCount(failed)} of ${countOf(sent, noun)}`);
  // If all transmissions are listed, each failed one already has its own line.
  if (!listsTransmissions(load) || transmissions.length < sent) {
    lines.push(
      ...failures.map(({ code, count, first }) => {
        return `  ${formatCount(count)} × ${code}${count > 1 ? ", the first" : ""}: ${first}`;
      }),
    );
  }
  const atReceiver = [
    [counts.lost, "lost"],
    [counts.undelivered, "not delivered when the round ended"],
    [counts.duplicated, "duplicated"],
    [counts.damaged, "damaged"],
  ] as const;
  for (const [count, what] of atReceiver) {
    if (count) lines.push(`At the receiver: ${formatCount(count)} ${what}`);
  }
  return lines;
}

/** What an error of a round did. */
function endedEarly(code: RoundErrorCode): string {
  return code === "DESCRIBE_FAILED" ? "Settings unknown" : "Ended early";
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
