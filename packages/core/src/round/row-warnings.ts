import type { ClockReport } from "../clock/clock-relation.js";
import type { ReceiverConnection, ReceiverReport } from "../receiver/receiver-control.js";
import type { Counts, Warning, WarningCode } from "../result.js";

/** What a row must say of itself, so that no reader takes its numbers for more than they are. */
export function rowWarnings(row: {
  receiver: ReceiverConnection["kind"] | undefined;
  clock: ClockReport | null;
  counts: Counts;
  unexpectedReplies: number;
  /** Or why there is none. */
  report: ReceiverReport | string;
  warmupsFailed: number;
}): Warning[] {
  const { counts } = row;
  const report = typeof row.report === "string" ? null : row.report;
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, message: string) => warnings.push({ code, message });

  if (row.receiver === "inline") {
    warn(
      "INLINE_RECEIVER",
      "both ends shared one event loop, so each delayed the other: these times are no measurement",
    );
  }
  if (row.clock?.kind === "separate") {
    warn(
      "SEPARATE_CLOCKS",
      `${row.clock.because}: only service times are given, no time across the two ends`,
    );
  }
  const faults = [
    [counts.lost, "lost"],
    [counts.duplicated, "duplicated"],
    [counts.damaged, "damaged"],
  ] as const;
  const told = faults.filter(([number]) => number).map(([number, what]) => `${number} ${what}`);
  if (told.length > 0) {
    const why = report?.counts.firstUndecodable ? ` (${report.counts.firstUndecodable})` : "";
    warn("NOT_WHOLE", `not all arrived whole: ${told.join(", ")}${why}`);
  }
  if (typeof row.report === "string") {
    warn("NO_RECEIVER_REPORT", `the receiver could not say what arrived: ${row.report}`);
  }
  if (row.warmupsFailed > 0) warn("WARMUP_FAILED", `${row.warmupsFailed} payloads of the warm-up failed`);
  if (row.unexpectedReplies > 0) {
    warn("UNEXPECTED_REPLIES", `${row.unexpectedReplies} replies came that no payload waited for`);
  }
  if (report && report.errors.length > 0) {
    warn(
      "LISTENER_ERRORS",
      `the listening end saw ${report.errors.length} errors, the first: ${report.errors[0]}`,
    );
  }
  return warnings;
}
