import type { ReceiverConnection, ReceiverReport } from "../control/control-calls.js";
import type { EndResources, Timing, Warning, WarningCode } from "../result/result.js";
import { CLOCK_ERROR_WORTH_TELLING } from "./round-clock.js";

/** What a row's warnings are made from, beside the row itself. */
export interface RowCircumstances {
  readonly receiver: ReceiverConnection["kind"] | undefined;
  readonly scheduled: boolean;
  readonly unexpectedReplies: number;
  readonly lateReplies: number;
  /** Or why there is none. */
  readonly report: ReceiverReport | string;
  /** Errors that the listening end saw, whichever listened. */
  readonly listenerErrors: readonly string[];
  readonly warmupsFailed: number;
  readonly wireFailure: string | null;
  readonly maxTransmissions: number;
}

/** An event loop that works for so much of the time has no room left. */
const SATURATED_WORK_SHARE = 0.9;
/** Shares of shorter spans than this say nothing. */
const SATURATED_FROM_MS = 200;
/** The generator's own lateness may make up so much of a response time, and is of no account below a tenth of a ms. */
const SATURATED_SLIP_SHARE = 0.1;
const SATURATED_SLIP_MS = 0.1;

/** The 99th percentile is the sender's own if so much of it is, and that is worth a word from a millisecond on. */
const STALLED_SLIP_SHARE = 0.5;
const STALLED_SLIP_MS = 1;
/** A link that carries less than 95 % of a rate makes response times grow by so much; less than this may be chance. */
const BEHIND_GROWTH = 0.05;
const BEHIND_FROM_MS = 10;

/** What a row must say of itself, so that no reader takes its numbers for more than they are. */
export function rowWarnings(row: Omit<Timing, "warnings">, circumstances: RowCircumstances): Warning[] {
  const { counts, clock, summary } = row;
  const report = typeof circumstances.report === "string" ? null : circumstances.report;
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, message: string) => warnings.push({ code, message });

  if (circumstances.receiver === "inline") {
    warn(
      "INLINE_RECEIVER",
      "both ends shared one event loop, so each delayed the other: these times are no measurement",
    );
  }
  const medianMs = summary.transmissionMs?.p50;
  if (clock.kind === "ack-derived") {
    const bound = clock.errorMs === null ? "not at all" : `within ${ms(clock.errorMs)} ms only`;
    warn(
      "ACK_DERIVED",
      `${clock.because}, and their clocks are related ${bound}: one-way times are service times less half of ` +
        `a small round trip (${ms(clock.halfRoundTripMs)} ms)`,
    );
  } else if (clock.kind === "estimated" && medianMs && clock.errorMs > CLOCK_ERROR_WORTH_TELLING * medianMs) {
    const share = Math.round((100 * clock.errorMs) / medianMs);
    warn(
      "CLOCK_ERROR",
      `${clock.because}: one-way times are within ${ms(clock.errorMs)} ms, ${share} % of their median`,
    );
  }
  const faults = [
    [counts.lost, "lost"],
    [counts.duplicated, "duplicated"],
    [counts.damaged, "damaged"],
  ] as const;
  const told = faults.filter(([number]) => number).map(([number, what]) => `${count(number ?? 0)} ${what}`);
  if (told.length > 0) {
    const why = report?.counts.firstUndecodable ? ` (${report.counts.firstUndecodable})` : "";
    warn("NOT_WHOLE", `not all arrived whole: ${told.join(", ")}${why}`);
  }
  if (counts.sent + counts.dropped === 0 && row.status === "completed") {
    warn("NOTHING_SENT", "no payload was due before the load ended");
  }
  if (counts.dropped > 0) {
    warn(
      "DROPPED",
      `${count(counts.dropped)} of ${count(counts.sent + counts.dropped)} payloads were due and not sent, as too many were ` +
        "under way: the times are of the others, and would be longer with them",
    );
  }
  if (counts.failed > 0 && row.status === "completed") {
    const why = row.failures.map(({ code, count: times }) => `${count(times)} ${code}`).join(", ");
    warn(
      "FAILED_PAYLOADS",
      `${count(counts.failed)} of ${count(counts.sent)} payloads failed (${why}): they have no time, and the times are of the others`,
    );
  }
  if (typeof circumstances.report === "string") {
    warn("NO_RECEIVER_REPORT", `the receiver could not say what arrived: ${circumstances.report}`);
  }
  if (circumstances.warmupsFailed > 0) {
    warn("WARMUP_FAILED", `${circumstances.warmupsFailed} payloads of the warm-up failed`);
  }
  const { lateReplies, unexpectedReplies } = circumstances;
  if (lateReplies > 0) {
    warn("LATE_REPLIES", `${count(lateReplies)} replies came after their payloads had timed out`);
  }
  if (unexpectedReplies > 0) {
    warn("UNEXPECTED_REPLIES", `${count(unexpectedReplies)} replies came that no payload waited for`);
  }
  const { listenerErrors } = circumstances;
  if (listenerErrors.length > 0) {
    warn(
      "LISTENER_ERRORS",
      `the listening end saw ${listenerErrors.length} errors, the first: ${listenerErrors[0]}`,
    );
  }
  const sender =
    workedTooMuch("sender", row.sender.resources) ?? (circumstances.scheduled ? slipped(row) : null);
  if (sender) warn("SENDER_SATURATED", sender);
  const stalled = circumstances.scheduled && stalledSender(row);
  if (stalled) warn("SENDER_STALLED", stalled);
  const growth = circumstances.scheduled ? responseGrowth(row.series) : 0;
  if (growth >= BEHIND_GROWTH) {
    warn(
      "BEHIND",
      `response times grew by ${ms(growth * 1_000)} ms in each second of the load: what was due could not all be carried, and ` +
        "with a longer load they would be longer",
    );
  }
  // An inline receiver is the sender: told once is enough.
  const receiver = circumstances.receiver !== "inline" && workedTooMuch("receiver", row.receiver?.resources);
  if (receiver) warn("RECEIVER_SATURATED", receiver);
  if (row.transmissions.length < counts.sent) {
    warn(
      "TRANSMISSIONS_CAPPED",
      `${count(row.transmissions.length)} of ${count(counts.sent)} transmissions are listed; the summary is of all, from histograms`,
    );
  }
  if (circumstances.wireFailure !== null) {
    warn("NO_WIRE_BYTES", `the bytes on the wire could not be counted: ${circumstances.wireFailure}`);
  }
  return warnings;
}

/**
 * Whether an end's event loop had no room left. The share is of work alone: a pacer that polls keeps its loop at 100 %,
 * and says nothing by it.
 */
function workedTooMuch(end: "sender" | "receiver", used: EndResources | null | undefined): string | null {
  if (!used || used.durationMs < SATURATED_FROM_MS || used.workShare < SATURATED_WORK_SHARE) return null;
  const share = Math.round(100 * used.workShare);
  return `the ${end}'s event loop worked ${share} % of the time: this is the limit of that process, and may not be the protocol's`;
}

/** Whether the generator's own lateness is a good part of the response times that it reports. */
function slipped({ summary: { slipMs, responseMs } }: Pick<Timing, "summary">): string | null {
  if (!slipMs || !responseMs || slipMs.p50 < SATURATED_SLIP_MS) return null;
  if (slipMs.p50 < SATURATED_SLIP_SHARE * responseMs.p50) return null;
  return (
    `the sender sent ${ms(slipMs.p50)} ms (median) after payloads were due, of a median response time of ` +
    `${ms(responseMs.p50)} ms: it cannot keep this rate`
  );
}

/** Whether the slowest payloads were slow for the most part because the sender itself stood still. */
function stalledSender({ summary: { slipMs, responseMs }, sender }: Omit<Timing, "warnings">): string | null {
  const [slip, response] = [slipMs?.p99, responseMs?.p99];
  if (slip === undefined || response === undefined) return null;
  if (slip < STALLED_SLIP_MS || slip < STALLED_SLIP_SHARE * response) return null;
  const delay = sender.resources?.loopDelayMs;
  const longest = delay ? `; its event loop was up to ${ms(delay.max)} ms late` : "";
  return (
    `the sender's own lateness makes up ${ms(slip)} of the ${ms(response)} ms that the 99th percentile of response times ` +
    `shows${longest}: something else held its process up`
  );
}

/**
 * By how many milliseconds response times grew in each millisecond of the load: from the medians of the first and the last
 * third of its seconds. A link that carries a share s of the rate makes them grow by 1/s - 1. 0 for loads under three seconds.
 */
function responseGrowth({ intervals, intervalMs }: Timing["series"]): number {
  const told = intervals.filter(({ p50 }) => p50 !== null);
  const third = Math.floor(told.length / 3);
  if (third === 0) return 0;
  const mean = (some: typeof told, of: (interval: (typeof told)[number]) => number) =>
    some.reduce((sum, interval) => sum + of(interval), 0) / some.length;
  const [first, last] = [told.slice(0, third), told.slice(-third)];
  const grownMs = mean(last, ({ p50 }) => p50 ?? 0) - mean(first, ({ p50 }) => p50 ?? 0);
  if (grownMs < BEHIND_FROM_MS) return 0;
  return (
    grownMs / (mean(last, ({ startMs }) => startMs) - mean(first, ({ startMs }) => startMs) || intervalMs)
  );
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function ms(value: number): string {
  return String(Number(value.toPrecision(3)));
}
