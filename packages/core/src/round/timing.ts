import { NS_PER_MS } from "../clock/clock.js";
import type { ClockReport } from "../clock/clock-relation.js";
import type { ReceiverReport } from "../receiver/receiver-control.js";
import type { Counts, Timing, Transmission } from "../result.js";
import { busyTime, type Interval } from "../stats/busy-time.js";
import { summarize } from "../stats/summary.js";
import type { SentRecord } from "./exchange.js";

/** The numbers of a row that come from its records alone. */
export type Totals = Pick<
  Timing,
  | "transmissions"
  | "totalTransferMs"
  | "sumOfTransmissionMs"
  | "busyMs"
  | "wallMs"
  | "summary"
  | "payloadBytes"
  | "frameBytes"
>;

/** The span from one stamp to another in milliseconds; null if either was not taken. */
function span(from: number, to: number): number | null {
  const nanoseconds = to - from;
  return Number.isNaN(nanoseconds) ? null : nanoseconds / NS_PER_MS;
}

function lastOf(records: readonly SentRecord[], stamp: "decodedAt" | "acknowledgedAt"): number {
  return records.reduce((last, record) => Math.max(last, record[stamp]), Number.NEGATIVE_INFINITY);
}

/**
 * One payload's stamps as times; see ARCHITECTURE.md for what each time means.
 *
 * @param firstSentAt the `sentAt` of the phase's first payload
 */
export function transmissionOf(
  record: SentRecord,
  index: number,
  clock: ClockReport | null,
  firstSentAt: number,
): Transmission {
  const { sentAt, encodedAt, receivedAt, decodedAt, acknowledgedAt, error } = record;
  const shared = clock?.kind === "shared";
  return {
    index,
    status: error ? "failed" : "acknowledged",
    payloadBytes: record.payloadBytes,
    frameBytes: record.frameBytes,
    sentAfterMs: (sentAt - firstSentAt) / NS_PER_MS,
    encodeMs: span(sentAt, encodedAt),
    transportMs: shared ? span(encodedAt, receivedAt) : null,
    decodeMs: span(receivedAt, decodedAt),
    transmissionMs: shared ? span(sentAt, decodedAt) : null,
    serviceMs: span(sentAt, acknowledgedAt),
    ...(error ? { error } : {}),
  };
}

/** The numbers of one phase. Order statistics and sums are over the acknowledged payloads. */
export function totalsOf(
  records: readonly SentRecord[],
  clock: ClockReport | null,
  damagedIndexes: ReadonlySet<number>,
): Totals {
  const firstSentAt = records[0]?.sentAt ?? 0;
  const transmissions = records.map((record, index): Transmission => {
    const transmission = transmissionOf(record, index, clock, firstSentAt);
    return damagedIndexes.has(index) && !record.error ? { ...transmission, status: "damaged" } : transmission;
  });
  const acknowledged = records.filter((record) => !record.error);
  const values = (name: "encodeMs" | "transportMs" | "decodeMs" | "transmissionMs" | "serviceMs") =>
    transmissions.filter((one) => one.status !== "failed").flatMap((one) => one[name] ?? []);

  const crossesClocks = clock?.kind === "shared" && acknowledged.length > 0;
  const intervals = acknowledged.map(({ sentAt, decodedAt }): Interval => [sentAt, decodedAt]);
  return {
    transmissions,
    totalTransferMs: crossesClocks ? span(firstSentAt, lastOf(acknowledged, "decodedAt")) : null,
    sumOfTransmissionMs: crossesClocks ? values("transmissionMs").reduce((sum, ms) => sum + ms, 0) : null,
    busyMs: crossesClocks ? busyTime(intervals) / NS_PER_MS : null,
    wallMs: acknowledged.length > 0 ? span(firstSentAt, lastOf(acknowledged, "acknowledgedAt")) : null,
    summary: {
      encodeMs: summarize(values("encodeMs")),
      transportMs: summarize(values("transportMs")),
      decodeMs: summarize(values("decodeMs")),
      transmissionMs: summarize(values("transmissionMs")),
      serviceMs: summarize(values("serviceMs")),
    },
    payloadBytes: records.reduce((sum, record) => sum + record.payloadBytes, 0),
    frameBytes: records.reduce((sum, record) => sum + (record.frameBytes ?? 0), 0),
  };
}

/** What became of the payloads, from both ends' counts. */
export function countsOf(records: readonly SentRecord[], report: ReceiverReport | null): Counts {
  const failed = records.filter((record) => record.error).length;
  const handedOver = records.filter(({ error }) => {
    return error?.code !== "ENCODE_FAILED" && error?.code !== "FRAME_TOO_LARGE";
  }).length;
  const received = report?.phase === "measure" ? report.counts : null;
  return {
    sent: records.length,
    acknowledged: records.length - failed,
    failed,
    lost: received && Math.max(0, handedOver - received.received - received.undecodable),
    duplicated: received?.duplicated ?? null,
    reordered: received?.reordered ?? null,
    damaged: received && received.damaged + received.undecodable,
  };
}
