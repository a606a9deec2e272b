import type { ClockReport } from "../clock/clock-model.js";
import type { PayloadError, PayloadErrorCode, RoundError, Warning } from "../failure/codes.js";
import type { Load } from "../load/load.js";
import type { Series } from "../stats/series.js";
import type { Summary } from "../stats/summary.js";
import type { EncodedHistogram } from "../stats/time-histogram.js";
import type { Ends } from "./ends.js";
import type { Slice } from "./slice.js";
import type { HeldBack, WireBytes } from "./wire-bytes.js";

/** How a run or a round ended. */
export type RunStatus = "completed" | "failed" | "aborted";

/**
 * One measurement of one adapter. If the run has several rounds, each has new sender and receiver processes.
 */
export interface RoundResult {
  /** Index of its block in the run, from 0. */
  readonly block: number;
  /** Its position in the order of the block, from 0. */
  readonly place: number;
  /**
   * `failed`: the round ended before all payloads were sent, because a link closed or the receiver was lost.
   */
  readonly status: RunStatus;
  readonly clock: ClockReport;
  /** How links were encrypted. Null: not encrypted. */
  readonly tls: RoundTls | null;
  /**
   * How long `dial` took until the link could carry frames, including handshakes, on the dialling end's
   * clock. With several connections, the median. No payload's time includes it.
   */
  readonly connectMs: number;
  /** The first payload, including the warm-up. It is usually slower, because nothing is warm yet. */
  readonly firstTransmission: Transmission | null;
  /** How many payloads of the warm-up were acknowledged. */
  readonly warmedUp: number;
  /**
   * The measured payloads in order, at most `maxTransmissions`. With several rounds, only the typical round
   * lists them. `counts`, `times` and `histograms` always cover all.
   */
  readonly transmissions: readonly Transmission[];
  /**
   * The slices of the round, in order. Empty if the round ran in one piece. Times in this round leave out the gaps
   * between slices.
   */
  readonly slices: readonly Slice[];
  readonly totals: Totals;
  /** Summaries of the times of the acknowledged payloads. */
  readonly times: Times;
  /** What `times` was computed from: all transmissions (exact), or the histograms (accurate to 0.1 %). */
  readonly timesFrom: "transmissions" | "histograms";
  /** The times of all acknowledged payloads as HdrHistograms, for other tools and for merging. */
  readonly histograms: TimeHistograms;
  /** How the round went over time. */
  readonly series: Series;
  readonly counts: Counts;
  /** Why payloads failed, one entry per code. */
  readonly failures: readonly PayloadFailure[];
  /** Bytes on the wire. Null if they were not requested or could not be counted. */
  readonly wire: WireBytes | null;
  /** How long the tap held bytes back, as measured. Null without `network`. */
  readonly held: HeldBack | null;
  readonly ends: Ends;
  /** What each of several senders did. All other fields have the numbers of all of them together. Absent: one sender. */
  readonly senders?: SendersReport;
  readonly warnings: readonly Warning[];
  readonly errors: readonly RoundError[];
}

/** What each sender of a round did. */
export interface SendersReport {
  /**
   * How far apart the loads of the senders began, in milliseconds. A constant rate lets each sender begin one interval after the one
   * before it: that is not counted. Null if fewer than two senders have measured something.
   */
  readonly startSkewMs: number | null;
  /** How uncertain that is, because of the offsets of their clocks. 0: they read the same clock. */
  readonly skewErrorMs: number;
  /** Each sender, also one that was lost. */
  readonly each: readonly SenderPart[];
}

/** What one of several senders did. Its own times and counts. */
export interface SenderPart {
  /** `sender 1`, or the name that it joined with. */
  readonly label: string;
  readonly status: RunStatus;
  /** Index of its process in `ends.senders`. Null: it was lost, and with it what its process used. */
  readonly end: number | null;
  /** Index of its receiver's process in `ends.receivers`. Null: all senders of that receiver were lost, and with them its report. */
  readonly receiver: number | null;
  /** Its share of the load. */
  readonly load: Load;
  /** Index of its first connection among those of all senders. */
  readonly firstConnection: number;
  /** How many connections it opened. */
  readonly connections: number;
  /** When it sent its first payload, in milliseconds after the first sender did. Null: it sent none. */
  readonly startedAfterMs: number | null;
  readonly counts: Counts;
  readonly times: Times;
  /** See `Totals.acknowledgedPerSecond`. */
  readonly acknowledgedPerSecond: number | null;
  /** Reasons to read its numbers with care. The round has each code once. */
  readonly warnings: readonly Warning[];
  /** Why it ended early. Null if it did not. */
  readonly error: RoundError | null;
}

/** How the links of a round were encrypted. */
export interface RoundTls {
  /** Whether the dialling end also presented a certificate. */
  readonly mutual: boolean;
  /** The protocol version, such as `TLSv1.3`. Null if unknown. */
  readonly version: string | null;
  /** The standard name of the cipher suite. Null if unknown. */
  readonly cipher: string | null;
}

/** Totals of the measured payloads. Times are null if none was acknowledged. */
export interface Totals {
  /**
   * Total transfer time: from when the first payload was sent until the last was decoded, including delays.
   */
  readonly transferMs: number | null;
  /** The sum of all `transmissionMs`. */
  readonly sumOfTransmissionMs: number | null;
  /** How long at least one payload was being transmitted. Null if not all transmissions are listed. */
  readonly busyMs: number | null;
  /** From when the first payload was sent until the last acknowledgement, on the sender's clock. */
  readonly wallMs: number | null;
  /**
   * Payloads acknowledged per second while the load lasted: in a window that begins with the first acknowledgement
   * and is as long as the load. Late replies after that do not count. Null if there are fewer than two, or if a
   * closed loop sent everything before the first reply.
   */
  readonly acknowledgedPerSecond: number | null;
  /** The sum of the payloads' sizes. */
  readonly payloadBytes: number;
  /** The sum of the frames' sizes: the codec's output, without the protocol's framing. */
  readonly frameBytes: number;
}

/** Summaries of each time. Null if there are no values. See `Transmission` for what each time means. */
export interface Times {
  /** Time in the codec's `encode`. */
  readonly encodeMs: Summary | null;
  /** From the encoded frame at the sender to the complete frame at the receiver. */
  readonly transportMs: Summary | null;
  /** Time in the codec's `decode`. */
  readonly decodeMs: Summary | null;
  /** From the payload at the sender to the payload at the receiver: encode, transport and decode. */
  readonly transmissionMs: Summary | null;
  /** From sent to acknowledged. */
  readonly serviceMs: Summary | null;
  /** From due to acknowledged: free of coordinated omission. Only a scheduled load has response times. */
  readonly responseMs: Summary | null;
  /** From due to sent: the sender's own lateness. */
  readonly slipMs: Summary | null;
}

/** One histogram per time. Null where `times` is null. */
export type TimeHistograms = { readonly [Time in keyof Times]: EncodedHistogram | null };

/** How many payloads failed with one code. */
export interface PayloadFailure {
  readonly code: PayloadErrorCode;
  readonly count: number;
  /** The message of the first failure with this code. */
  readonly first: string;
}

/** One payload, with its times. */
export interface Transmission {
  /** Its position in the measure phase, from 0. */
  readonly index: number;
  /**
   * `damaged`: it was acknowledged, but the receiver got different bytes. Only the first 10,000 are marked.
   * `counts.damaged` counts all.
   */
  readonly status: "acknowledged" | "damaged" | "failed";
  /** Index of the connection that carried it, from 0. Several senders count on: see `SenderPart.firstConnection`. */
  readonly connection: number;
  readonly payloadBytes: number;
  /** The size of the frame: the codec's output. Null if encoding failed. */
  readonly frameBytes: number | null;
  /** When it was due, in milliseconds since the phase began, on the sender's clock. */
  readonly dueAfterMs: number;
  /** When it was sent, in milliseconds since the phase began, on the sender's clock. */
  readonly sentAfterMs: number;
  /** From due to sent: the sender's own lateness. Never negative. */
  readonly slipMs: number;
  /** Time in the codec's `encode`. */
  readonly encodeMs: number | null;
  /**
   * From the encoded frame at the sender to the complete frame at the receiver. It uses both clocks: see
   * `clock`.
   */
  readonly transportMs: number | null;
  /** Time in the codec's `decode`, on the receiver's clock. */
  readonly decodeMs: number | null;
  /**
   * From the payload at the sender to the decoded payload at the receiver. It uses both clocks: see `clock`.
   */
  readonly transmissionMs: number | null;
  /** From sent to acknowledged, on the sender's clock. */
  readonly serviceMs: number | null;
  /** From due to acknowledged, on the sender's clock. Null for a closed loop. */
  readonly responseMs: number | null;
  /** Why it failed. Absent if it did not fail. */
  readonly error?: PayloadError;
}

/**
 * The counts of the measured payloads. A count is null if the receiver did not report. They add up: `sent` is `acknowledged`
 * plus `failed`, and `passed` is `delivered` plus `damaged`, `lost` and `undelivered`.
 */
export interface Counts {
  /** Payloads that the sender tried to send. */
  readonly sent: number;
  /**
   * Payloads that were passed to the link. The others failed before: they could not be encoded, were too large, or were due
   * when the round had just ended.
   */
  readonly passed: number;
  readonly acknowledged: number;
  readonly failed: number;
  /** Payloads that were due but not sent, because `maxInFlight` payloads were in flight. */
  readonly dropped: number;
  /** The maximum number of payloads in flight at the same time. */
  readonly mostInFlight: number;
  /** Payloads that arrived unchanged, whatever the sender knows of them. */
  readonly delivered: number | null;
  /** Payloads that were passed to the link and will never arrive, whatever the sender knows of them. */
  readonly lost: number | null;
  /**
   * Payloads that had not arrived when the round ended. They may have been in transit, lost, or closed with
   * the link.
   */
  readonly undelivered: number | null;
  /** Frames that arrived beyond one for each payload: additional copies, or frames that belong to no payload. */
  readonly duplicated: number | null;
  /** Payloads that arrived after a later one of the same connection. */
  readonly reordered: number | null;
  /** Payloads that arrived with different bytes, or could not be decoded. */
  readonly damaged: number | null;
}
