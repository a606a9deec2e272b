import { NS_PER_MS } from "../clock/clock.js";
import type { ClockModel } from "../clock/clock-model.js";
import { NS_PER_SECOND } from "../load/schedule.js";
import type { ReceiverReport } from "../control/control-calls.js";
import type {
  Counts,
  PayloadError,
  Timing,
  TimingHistograms,
  TimingSummary,
  Transmission,
} from "../result/result.js";
import { busyTime, type Interval } from "../stats/busy-time.js";
import { summarize } from "../stats/summary.js";
import type { TimeHistogram } from "../stats/time-histogram.js";
import type { Recorder } from "./recorder.js";
import type { Row } from "./samples.js";

/** The numbers of a row that come from what the sender recorded. */
export type Totals = Pick<
  Timing,
  | "transmissions"
  | "totalTransferMs"
  | "sumOfTransmissionMs"
  | "busyMs"
  | "wallMs"
  | "acknowledgedPerSecond"
  | "summary"
  | "summaryOf"
  | "histograms"
  | "series"
  | "payloadBytes"
  | "frameBytes"
  | "failures"
>;

const TIMES = [
  "encodeMs",
  "transportMs",
  "decodeMs",
  "transmissionMs",
  "serviceMs",
  "responseMs",
  "slipMs",
] as const satisfies readonly (keyof TimingSummary)[];

/** The span from one stamp to another in milliseconds; null if either was not taken. */
function span(from: number, to: number): number | null {
  const nanoseconds = to - from;
  return Number.isNaN(nanoseconds) ? null : nanoseconds / NS_PER_MS;
}

/** What one payload's stamps are read with. */
export interface Reading {
  readonly clock: ClockModel;
  /** When its phase began. */
  readonly beganAt: number;
  /** Whether payloads were due by a plan. */
  readonly scheduled: boolean;
}

/** One payload's stamps as times; see ARCHITECTURE.md for what each time means. */
export function transmissionOf(
  stamps: Omit<Row, "failed">,
  index: number,
  error: PayloadError | undefined,
  { clock, beganAt, scheduled }: Reading,
): Transmission {
  const { dueAt, sentAt, encodedAt, acknowledgedAt } = stamps;
  const decodedAt = clock.decodedAt(stamps);
  const receivedAt = decodedAt - (stamps.decodedAt - stamps.receivedAt);
  return {
    index,
    status: error ? "failed" : "acknowledged",
    connection: stamps.connection,
    payloadBytes: stamps.payloadBytes,
    frameBytes: Number.isNaN(stamps.frameBytes) ? null : stamps.frameBytes,
    dueAfterMs: (dueAt - beganAt) / NS_PER_MS,
    sentAfterMs: (sentAt - beganAt) / NS_PER_MS,
    slipMs: (sentAt - dueAt) / NS_PER_MS,
    encodeMs: span(sentAt, encodedAt),
    transportMs: span(encodedAt, receivedAt),
    decodeMs: span(stamps.receivedAt, stamps.decodedAt),
    transmissionMs: span(sentAt, decodedAt),
    serviceMs: span(sentAt, acknowledgedAt),
    responseMs: scheduled ? span(dueAt, acknowledgedAt) : null,
    ...(error ? { error } : {}),
  };
}

/** What a finished recorder holds, with the receiver's stamps put on the sender's clock. */
export interface RecordedPhase {
  readonly recorder: Recorder;
  readonly clock: ClockModel;
  /** What the recorder took the receiver's clock to be ahead by. */
  readonly recordedOffsetNs: number;
  readonly scheduled: boolean;
  /** Places of payloads that the receiver found damaged. */
  readonly damaged: ReadonlySet<number>;
}

/** The numbers of one phase. Order statistics and sums are over the acknowledged payloads. */
export function totalsOf(phase: RecordedPhase): Totals {
  const { recorder } = phase;
  const transmissions = listTransmissions(phase);
  const histograms = onClock(phase);
  const acknowledged = recorder.settled - recorder.failed;
  const wallNs = recorder.lastAcknowledgedAt - recorder.firstSentAt;
  // From the first to the last acknowledgement there is one interval less than there are acknowledgements.
  const betweenNs = recorder.lastAcknowledgedAt - recorder.firstAcknowledgedAt;
  const encoded = Object.fromEntries(
    TIMES.map((time) => [time, histograms[time].samples > 0 ? histograms[time].encode() : null]),
  ) as unknown as TimingHistograms;
  return {
    transmissions,
    ...(recorder.complete
      ? fromTransmissions(transmissions)
      : { ...fromSums(phase), busyMs: null, summaryOf: "histograms", summary: summaryOf(histograms) }),
    wallMs: acknowledged > 0 ? wallNs / NS_PER_MS : null,
    acknowledgedPerSecond:
      acknowledged > 1 && betweenNs > 0 ? ((acknowledged - 1) * NS_PER_SECOND) / betweenNs : null,
    histograms: encoded,
    series: recorder.series(),
    payloadBytes: recorder.payloadBytes,
    frameBytes: recorder.frameBytes,
    failures: recorder.failures,
  };
}

function listTransmissions({ recorder, clock, scheduled, damaged }: RecordedPhase): Transmission[] {
  const reading = { clock, beganAt: recorder.beganAt, scheduled };
  const transmissions: Transmission[] = [];
  for (const { index, row, error } of recorder.rows()) {
    const transmission = transmissionOf(row, index, error, reading);
    transmissions.push(damaged.has(index) && !error ? { ...transmission, status: "damaged" } : transmission);
  }
  return transmissions;
}

type Sums = Pick<Timing, "totalTransferMs" | "sumOfTransmissionMs" | "busyMs" | "summary" | "summaryOf">;

/** Exact, where every transmission is listed. */
function fromTransmissions(transmissions: readonly Transmission[]): Sums {
  const acknowledged = transmissions.filter(({ status }) => status !== "failed");
  const values = (time: (typeof TIMES)[number]) => acknowledged.flatMap((one) => one[time] ?? []);
  const spans = acknowledged.map(({ sentAfterMs, transmissionMs }): Interval => {
    return [sentAfterMs, sentAfterMs + (transmissionMs as number)];
  });
  const none = spans.length === 0;
  const lastMs = spans.reduce((last, [, end]) => Math.max(last, end), Number.NEGATIVE_INFINITY);
  // Failed ones were sent, too.
  const firstMs = transmissions.reduce(
    (first, { sentAfterMs }) => Math.min(first, sentAfterMs),
    Number.POSITIVE_INFINITY,
  );
  return {
    totalTransferMs: none ? null : lastMs - firstMs,
    sumOfTransmissionMs: none ? null : values("transmissionMs").reduce((sum, ms) => sum + ms, 0),
    busyMs: none ? null : busyTime(spans),
    summaryOf: "transmissions",
    summary: Object.fromEntries(
      TIMES.map((time) => [time, summarize(values(time))]),
    ) as unknown as TimingSummary,
  };
}

/** From running sums. A drifting clock is taken for one with its middle offset: its bound says so. */
function fromSums({
  recorder,
  clock: { report },
  recordedOffsetNs,
}: RecordedPhase): Pick<Sums, "totalTransferMs" | "sumOfTransmissionMs"> {
  const acknowledged = recorder.settled - recorder.failed;
  if (acknowledged === 0) return { totalTransferMs: null, sumOfTransmissionMs: null };
  let { lastDecodedAt, transmissionNs } = recorder;
  if (report.kind === "estimated") {
    const correctionNs = recordedOffsetNs - report.offsetMs * NS_PER_MS;
    lastDecodedAt += correctionNs;
    transmissionNs += acknowledged * correctionNs;
  } else if (report.kind === "ack-derived") {
    const halfNs = report.halfRoundTripMs * NS_PER_MS;
    const serviceMs = recorder.histograms().serviceMs.summary()?.mean ?? 0;
    lastDecodedAt = recorder.lastAcknowledgedAt - halfNs;
    transmissionNs = acknowledged * (serviceMs * NS_PER_MS - halfNs);
  }
  return {
    totalTransferMs: (lastDecodedAt - recorder.firstSentAt) / NS_PER_MS,
    sumOfTransmissionMs: transmissionNs / NS_PER_MS,
  };
}

type Histograms = Readonly<Record<(typeof TIMES)[number], TimeHistogram>>;

/** The recorded histograms with one-way times as the final clock has them. */
function onClock({ recorder, clock: { report }, recordedOffsetNs }: RecordedPhase): Histograms {
  const recorded = recorder.histograms();
  if (report.kind === "shared") return recorded;
  if (report.kind === "estimated") {
    const correctionNs = recordedOffsetNs - report.offsetMs * NS_PER_MS;
    return {
      ...recorded,
      transportMs: recorded.transportMs.rebase(correctionNs),
      transmissionMs: recorded.transmissionMs.rebase(correctionNs),
    };
  }
  const halfNs = report.halfRoundTripMs * NS_PER_MS;
  return {
    ...recorded,
    transportMs: recorded.roundTransportMs.rebase(-halfNs),
    transmissionMs: recorded.serviceMs.rebase(-halfNs),
  };
}

function summaryOf(histograms: Histograms): TimingSummary {
  return Object.fromEntries(
    TIMES.map((time) => [time, histograms[time].summary()]),
  ) as unknown as TimingSummary;
}

/** What the counts of a row are made from, beside both ends' own. */
export interface CountedOver {
  readonly mostInFlight: number;
  /** Whether all went over one link. */
  readonly oneLink: boolean;
  /** Whether all went over one link that keeps the order. */
  readonly ordered: boolean;
  /** How many payloads timed out and may still be on their way. */
  readonly overdue: number;
}

/** What became of the payloads, from both ends' counts. */
export function countsOf(
  recorder: Recorder,
  report: ReceiverReport | null,
  { mostInFlight, oneLink, ordered, overdue }: CountedOver,
): Counts {
  const handedOver = recorder.settled - recorder.notHandedOver;
  const received = report?.phase === "measure" ? report.counts : null;
  const missing = received && Math.max(0, handedOver - received.received - received.undecodable);
  // On a link with order, what comes after the last that was seen may still come; what was overtaken may not.
  const last = recorder.firstSequence + recorder.settled - 1;
  const seenUntil = Math.max(received?.highestSequence ?? -1, recorder.firstSequence - 1);
  const onTheWay = ordered ? last - seenUntil : overdue;
  const undelivered = missing && Math.min(missing, onTheWay);
  return {
    sent: recorder.settled,
    acknowledged: recorder.settled - recorder.failed,
    failed: recorder.failed,
    dropped: recorder.dropped,
    mostInFlight,
    lost: missing === null || undelivered === null ? null : missing - undelivered,
    undelivered,
    duplicated: received?.duplicated ?? null,
    reordered: oneLink ? (received?.reordered ?? null) : null,
    damaged: received && received.damaged + received.undecodable,
  };
}
