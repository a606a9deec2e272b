import { NS_PER_MS, NS_PER_SECOND } from "../clock/clock.js";
import type { ClockModel } from "../clock/clock-model.js";
import type { RoundResult, TimeHistograms, Times, Totals, Transmission } from "../result/result.js";
import { busyTime, type Interval } from "../stats/busy-time.js";
import { summarize } from "../stats/summary.js";
import type { TimeHistogram } from "../stats/time-histogram.js";
import type { Recorder } from "./recorder.js";
import type { MedianTimes } from "./round-clock.js";
import { transmissionOf } from "./transmission.js";

/** The parts of a round's result that come from its samples. */
export type Recorded = Pick<
  RoundResult,
  "transmissions" | "totals" | "times" | "timesFrom" | "histograms" | "series" | "failures"
>;

/** A finished recorder, and how to convert the receiver's stamps to the sender's clock. */
export interface RecordedPhase {
  readonly recorder: Recorder;
  readonly clock: ClockModel;
  readonly scheduled: boolean;
  /** Indexes of the payloads that arrived damaged. */
  readonly damaged: ReadonlySet<number>;
}

type Time = keyof Times;
type Histograms = Readonly<Record<Time, TimeHistogram>>;

/** One value for each time. */
export function eachTime<T>(make: (time: Time) => T): Readonly<Record<Time, T>> {
  return {
    encodeMs: make("encodeMs"),
    transportMs: make("transportMs"),
    decodeMs: make("decodeMs"),
    transmissionMs: make("transmissionMs"),
    serviceMs: make("serviceMs"),
    responseMs: make("responseMs"),
    slipMs: make("slipMs"),
  };
}

/** The numbers of one phase. Times and sums cover the acknowledged payloads. */
export function recordedOf(phase: RecordedPhase): Recorded {
  const { recorder } = phase;
  const transmissions = listTransmissions(phase);
  const histograms = onClock(phase);
  const encoded = eachTime((time) => (histograms[time].samples > 0 ? histograms[time].encode() : null));
  return {
    transmissions,
    totals: totalsOf(phase, transmissions),
    times: recorder.complete ? exactTimes(transmissions) : eachTime((time) => histograms[time].summary()),
    timesFrom: recorder.complete ? "transmissions" : "histograms",
    histograms: encoded satisfies TimeHistograms,
    series: recorder.series(),
    failures: recorder.failures,
  };
}

/** The median one-way times with this clock. Undefined if nothing was acknowledged. */
export function mediansOf(phase: RecordedPhase): MedianTimes | undefined {
  const { transmissionMs, transportMs } = phase.recorder.complete
    ? exactTimes(listTransmissions(phase))
    : eachTime((time) => onClock(phase)[time].summary());
  if (transmissionMs === null || transportMs === null) return undefined;
  return { transmissionNs: transmissionMs.p50 * NS_PER_MS, transportNs: transportMs.p50 * NS_PER_MS };
}

/** The median round trip without encode and decode, in nanoseconds. Undefined if nothing was acknowledged. */
export function medianRoundTransportNs(recorder: Recorder): number | undefined {
  const times = recorder.histograms().roundTransportMs.summary();
  return times ? times.p50 * NS_PER_MS : undefined;
}

function listTransmissions({ recorder, clock, scheduled, damaged }: RecordedPhase): Transmission[] {
  const reading = { clock, beganAt: recorder.beganAt, scheduled };
  const transmissions: Transmission[] = [];
  for (const { index, sample, error } of recorder.samples()) {
    const transmission = transmissionOf(sample, index, error, reading);
    transmissions.push(damaged.has(index) && !error ? { ...transmission, status: "damaged" } : transmission);
  }
  return transmissions;
}

/** The times of the payloads that were acknowledged, if all transmissions are listed. */
export function exactTimes(transmissions: readonly Transmission[]): Times {
  const acknowledged = transmissions.filter(({ status }) => status !== "failed");
  return eachTime((time) => summarize(acknowledged.flatMap((one) => one[time] ?? [])));
}

function totalsOf(phase: RecordedPhase, transmissions: readonly Transmission[]): Totals {
  const { recorder } = phase;
  const acknowledged = recorder.settled - recorder.failed;
  return {
    ...(acknowledged === 0 ? NO_SUMS : recorder.complete ? exactSums(transmissions) : recordedSums(phase)),
    wallMs: acknowledged > 0 ? (recorder.lastAcknowledgedAt - recorder.firstSentAt) / NS_PER_MS : null,
    acknowledgedPerSecond: acknowledgedPerSecond(phase),
    payloadBytes: recorder.payloadBytes,
    frameBytes: recorder.frameBytes,
  };
}

/** The window in which the load lasted. */
export interface LoadWindow {
  /** How long the load lasted, in nanoseconds. */
  readonly loadNs: number;
  /** How many payloads were acknowledged in a window of this length, which begins with the first acknowledgement. */
  readonly acknowledged: number;
}

/**
 * How many payloads were acknowledged while the load lasted. The window begins with the first
 * acknowledgement and is as long as the load: n payloads make n intervals. So the time on the wire does not count, and
 * neither does the wait for a late reply after the load. docs/results.md compares this with other tools. Null if there is
 * no such window: see `Totals.acknowledgedPerSecond`.
 */
export function loadWindow(recorder: Recorder, scheduled: boolean): LoadWindow | null {
  const { settled, failed, firstSentAt, lastSentAt, firstAcknowledgedAt } = recorder;
  const acknowledged = settled - failed;
  if (acknowledged < 2) return null;
  // A closed loop that sent everything before the first reply was a single burst. It has no rate.
  if (!scheduled && lastSentAt <= firstAcknowledgedAt) return null;
  const loadNs = ((lastSentAt - firstSentAt) * settled) / (settled - 1);
  if (!(loadNs > 0)) return null;
  return { loadNs, acknowledged: acknowledged - recorder.acknowledgedFrom(firstAcknowledgedAt + loadNs) };
}

function acknowledgedPerSecond({ recorder, scheduled }: RecordedPhase): number | null {
  const window = loadWindow(recorder, scheduled);
  return window && (window.acknowledged * NS_PER_SECOND) / window.loadNs;
}

type Sums = Pick<Totals, "transferMs" | "sumOfTransmissionMs" | "busyMs">;

const NO_SUMS: Sums = { transferMs: null, sumOfTransmissionMs: null, busyMs: null };

/** Exact sums, if every transmission is listed. */
function exactSums(transmissions: readonly Transmission[]): Sums {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  let sumMs = 0;
  for (const { status, sentAfterMs, transmissionMs } of transmissions) {
    // Failed payloads were sent too.
    firstMs = Math.min(firstMs, sentAfterMs);
    if (status === "failed" || transmissionMs === null) continue;
    lastMs = Math.max(lastMs, sentAfterMs + transmissionMs);
    sumMs += transmissionMs;
  }
  return {
    transferMs: lastMs - firstMs,
    sumOfTransmissionMs: sumMs,
    busyMs: exactBusyMs(transmissions),
  };
}

/** How long at least one payload was on its way, if every transmission is listed. Null if none was acknowledged. */
export function exactBusyMs(transmissions: readonly Transmission[]): number | null {
  const spans = transmissions.flatMap(({ status, sentAfterMs, transmissionMs }): Interval[] =>
    status === "failed" || transmissionMs === null ? [] : [[sentAfterMs, sentAfterMs + transmissionMs]],
  );
  return spans.length === 0 ? null : busyTime(spans);
}

/** Running sums. They use the offset as it was known during the round. The reported error bound covers that. */
function recordedSums({ recorder, clock: { report, correctionNs } }: RecordedPhase): Sums {
  const acknowledged = recorder.settled - recorder.failed;
  let { lastDecodedAt, transmissionNs } = recorder;
  if (report.kind === "estimated") {
    lastDecodedAt += correctionNs;
    transmissionNs += acknowledged * correctionNs;
  } else if (report.kind === "ack-derived") {
    const halfNs = report.halfRoundTripMs * NS_PER_MS;
    const serviceMs = recorder.histograms().serviceMs.summary()?.mean ?? 0;
    lastDecodedAt = recorder.lastAcknowledgedAt - halfNs;
    transmissionNs = acknowledged * (serviceMs * NS_PER_MS - halfNs);
  }
  return {
    transferMs: (lastDecodedAt - recorder.firstSentAt) / NS_PER_MS,
    sumOfTransmissionMs: transmissionNs / NS_PER_MS,
    busyMs: null,
  };
}

/** The recorded histograms, with one-way times converted to the final clock. */
function onClock({ recorder, clock: { report, correctionNs } }: RecordedPhase): Histograms {
  const recorded = recorder.histograms();
  if (report.kind === "shared") return recorded;
  if (report.kind === "estimated") {
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
