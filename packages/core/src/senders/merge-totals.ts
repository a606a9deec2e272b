import type { Totals, Transmission } from "../result/result.js";
import { exactBusyMs } from "../round/recorded.js";
import type { MeasuredSender } from "./sender-outcome.js";
import type { Start } from "./starts.js";

/**
 * The totals of all senders together.
 * @param all every transmission, or null if not all are listed
 */
export function mergeTotals(
  measured: readonly MeasuredSender[],
  starts: readonly Start[],
  all: readonly Transmission[] | null,
): Totals {
  const totals = measured.map((one) => one.measured.result.totals);
  const sum = (name: "payloadBytes" | "frameBytes") => totals.reduce((bytes, one) => bytes + one[name], 0);
  const sums = totals.flatMap(({ sumOfTransmissionMs }) => sumOfTransmissionMs ?? []);
  return {
    transferMs: together(
      starts,
      totals.map(({ transferMs }) => transferMs),
    ),
    sumOfTransmissionMs: sums.length === 0 ? null : sums.reduce((total, ms) => total + ms, 0),
    busyMs: all && exactBusyMs(all),
    wallMs: together(
      starts,
      totals.map(({ wallMs }) => wallMs),
    ),
    acknowledgedPerSecond: perSecond(measured, starts),
    payloadBytes: sum("payloadBytes"),
    frameBytes: sum("frameBytes"),
  };
}

/** From the first payload of all until the last one of them has ended. Each duration begins with a sender's first payload. */
function together(starts: readonly Start[], durationsMs: readonly (number | null)[]): number | null {
  const spans = starts.flatMap(({ sentAfterMs }, index) => {
    const durationMs = durationsMs[index] ?? null;
    return sentAfterMs === null || durationMs === null
      ? []
      : [{ from: sentAfterMs, to: sentAfterMs + durationMs }];
  });
  if (spans.length === 0) return null;
  return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}

/**
 * The payloads acknowledged while the senders' loads lasted, per second from the first load's begin to the last one's end.
 * So a sender that is late makes the rate smaller, never larger.
 */
function perSecond(measured: readonly MeasuredSender[], starts: readonly Start[]): number | null {
  const windows = measured.flatMap(({ measured: { part } }, index) => {
    const from = starts[index]?.sentAfterMs ?? null;
    if (part.window === null || from === null) return [];
    return [{ from, to: from + part.window.ms, acknowledged: part.window.acknowledged }];
  });
  if (windows.length === 0) return null;
  const ms = Math.max(...windows.map(({ to }) => to)) - Math.min(...windows.map(({ from }) => from));
  return (windows.reduce((sum, { acknowledged }) => sum + acknowledged, 0) * 1_000) / ms;
}
