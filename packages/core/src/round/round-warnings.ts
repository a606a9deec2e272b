import type { ReceiverConnection } from "../control/receiver-connection.js";
import type { Warning, WarningCode } from "../failure/codes.js";
import type { RoundResult } from "../result/result.js";
import { endsDiffer } from "./ends-differ.js";
import { CLOCK_ERROR_TO_WARN } from "./round-clock.js";
import { ms, responseGrowth, saturation, slipped, stalledSender } from "./saturation.js";

/** What warnings depend on, besides the round's result. */
export interface RoundCircumstances {
  readonly receiver: ReceiverConnection["kind"] | undefined;
  readonly scheduled: boolean;
  readonly unexpectedReplies: number;
  readonly lateReplies: number;
  /** Why there is no report of the receiver. Null if there is one. */
  readonly reportFailure: string | null;
  /** Why the first undecodable frame could not be decoded. */
  readonly firstUndecodable: string | null;
  /** Errors of the listening end. */
  readonly listeningEndErrors: readonly string[];
  readonly warmupsFailed: number;
  /** Why the bytes on the wire were not counted. Null if there was no error. */
  readonly wireFailure: string | null;
  /** How many payloads the sender recorded. */
  readonly recorded: number;
  /** Of how many it kept the exact numbers. */
  readonly kept: number;
  /** Whether the adapter claims that a link keeps the order. */
  readonly ordered: boolean;
}

type Round = Omit<RoundResult, "block" | "place" | "slices" | "warnings">;
type Warn = (code: WarningCode, message: string) => void;

/** Reasons to read a round's numbers with care. */
export function roundWarnings(round: Round, circumstances: RoundCircumstances): Warning[] {
  const warnings: Warning[] = [];
  const warn: Warn = (code, message) => warnings.push({ code, message });
  if (circumstances.receiver === "inline") {
    warn(
      "INLINE_RECEIVER",
      "both ends share one event loop and slow each other down: do not use these times",
    );
  }
  warnOfClock(round, warn);
  const {
    senders: [sender],
    receivers: [receiver],
  } = round.ends;
  const difference = sender && receiver && endsDiffer(sender, receiver);
  if (difference) warn("ENDS_DIFFER", difference);
  warnOfCounts(round, circumstances, warn);
  warnOfReplies(circumstances, warn);
  warnOfLoad(round, circumstances, warn);
  if (circumstances.kept < circumstances.recorded) {
    const [most, all] = [count(round.transmissions.length), count(circumstances.recorded)];
    warn(
      "TRANSMISSIONS_CAPPED",
      `of ${all} payloads, at most ${most} are listed; times and histograms cover all that were acknowledged`,
    );
  }
  const { wireFailure } = circumstances;
  if (wireFailure !== null) {
    warn("NO_WIRE_BYTES", `the bytes on the wire could not be counted: ${wireFailure}`);
  }
  return warnings;
}

function warnOfClock({ clock, times }: Round, warn: Warn): void {
  const medianMs = times.transmissionMs?.p50;
  if (clock.kind === "ack-derived") {
    const offset =
      clock.errorMs === null
        ? "their clock offset is unknown"
        : `their clock offset is known only within ${ms(clock.errorMs)} ms`;
    const half = ms(clock.halfRoundTripMs);
    warn(
      "ACK_DERIVED",
      `${clock.because}, and ${offset}: one-way times are service times minus half of a small round trip (${half} ms)`,
    );
  } else if (clock.kind === "estimated" && medianMs && clock.errorMs > CLOCK_ERROR_TO_WARN * medianMs) {
    const share = Math.round((100 * clock.errorMs) / medianMs);
    warn(
      "CLOCK_ERROR",
      `${clock.because}: one-way times may be wrong by ${ms(clock.errorMs)} ms, ${share} % of their median`,
    );
  }
}

function warnOfCounts(
  { counts, status, failures }: Round,
  circumstances: RoundCircumstances,
  warn: Warn,
): void {
  const faults = [
    [counts.lost ?? 0, "lost"],
    [counts.undelivered ?? 0, "not delivered when the round ended"],
    [counts.duplicated ?? 0, "duplicated"],
    [counts.damaged ?? 0, "damaged"],
  ] as const;
  const found = faults.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  if (found.length > 0) {
    const why = circumstances.firstUndecodable === null ? "" : ` (${circumstances.firstUndecodable})`;
    warn("NOT_WHOLE", `not all payloads arrived once and unchanged: ${found.join(", ")}${why}`);
  }
  if (circumstances.ordered && counts.reordered) {
    warn(
      "OUT_OF_ORDER",
      `${payloads(counts.reordered)} arrived after a later one, although the adapter claims to keep the order`,
    );
  }
  if (counts.sent + counts.dropped === 0 && status === "completed") {
    warn("NOTHING_SENT", "no payload was due before the load ended");
  }
  if (counts.dropped > 0) {
    const [dropped, due] = [count(counts.dropped), count(counts.sent + counts.dropped)];
    warn(
      "DROPPED",
      `${dropped} of ${due} payloads were due but not sent, because \`maxInFlight\` were in flight; the times only cover the others`,
    );
  }
  if (counts.failed > 0 && status === "completed") {
    const why = failures.map(({ code, count: times }) => `${count(times)} ${code}`).join(", ");
    const [failed, sent] = [count(counts.failed), count(counts.sent)];
    warn("FAILED_PAYLOADS", `${failed} of ${sent} payloads failed (${why}); the times only cover the others`);
  }
  const { reportFailure, warmupsFailed } = circumstances;
  if (reportFailure !== null) {
    warn("NO_RECEIVER_REPORT", `the receiver did not report what arrived: ${reportFailure}`);
  }
  if (warmupsFailed > 0) warn("WARMUP_FAILED", `${payloads(warmupsFailed)} of the warm-up failed`);
}

function warnOfReplies(circumstances: RoundCircumstances, warn: Warn): void {
  const { lateReplies, unexpectedReplies, listeningEndErrors } = circumstances;
  if (lateReplies > 0) {
    warn("LATE_REPLIES", `${replies(lateReplies)} to payloads that had timed out`);
  }
  if (unexpectedReplies > 0) {
    warn("UNEXPECTED_REPLIES", `${replies(unexpectedReplies)} that matched no payload in flight`);
  }
  if (listeningEndErrors.length > 0) {
    const { length } = listeningEndErrors;
    const errors = length === 1 ? "an error that belongs" : `${length} errors that belong`;
    const first = `${length === 1 ? "" : "; the first"}: ${listeningEndErrors[0]}`;
    warn("LISTENING_END_ERRORS", `the adapter reported ${errors} to no payload${first}`);
  }
}

function warnOfLoad(round: Round, { scheduled, receiver }: RoundCircumstances, warn: Warn): void {
  const [sender] = round.ends.senders;
  const senderLimit = saturation("sender", sender?.resources) ?? (scheduled ? slipped(round) : undefined);
  if (senderLimit) warn("SENDER_SATURATED", senderLimit);
  const stalled = scheduled ? stalledSender(round, sender?.resources) : undefined;
  if (stalled) warn("SENDER_STALLED", stalled);
  const behind = scheduled ? responseGrowth(round.series) : undefined;
  if (behind) warn("BEHIND", behind);
  // An inline receiver runs in the sender's process, so one warning is enough.
  const receiverLimit =
    receiver === "inline" ? undefined : saturation("receiver", round.ends.receivers[0]?.resources);
  if (receiverLimit) warn("RECEIVER_SATURATED", receiverLimit);
}

function payloads(number: number): string {
  return `${count(number)} payload${number === 1 ? "" : "s"}`;
}

function replies(number: number): string {
  return `${count(number)} ${number === 1 ? "reply" : "replies"} came`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
