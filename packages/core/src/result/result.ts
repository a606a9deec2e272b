import type { AppliedProfile, Direction } from "../adapter/contract.js";
import type { ClockReport } from "../clock/clock-model.js";
import type { JsonObject } from "./json.js";
import type { Load } from "../load/load.js";
import type { NetworkProfile } from "../options/network-option.js";
import type { Resources } from "../process/resource-meter.js";
import type { RoundComparison } from "../verdict/compare-rounds.js";
import type { Series } from "../stats/series.js";
import type { Summary } from "../stats/summary.js";
import type { EncodedHistogram } from "../stats/time-histogram.js";

/** The version of this schema; it changes when a reader of an older one could misread the new. */
export const RESULT_SCHEMA_VERSION = 3;

/**
 * All that a run measured, as plain JSON: what `JSON.parse(JSON.stringify(result))` gives back equals it. Times are
 * milliseconds as fractional numbers, sizes bytes. Null stands where a value could not be had.
 */
export interface BenchmarkResult {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  /** `failed`: a row failed, or a payload was lost or damaged; such a run ranks nothing. */
  readonly status: "completed" | "failed" | "aborted";
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly settings: RunSettings;
  /** Where the sender ran. */
  readonly machine: Machine;
  /** One row for each adapter that was run, in the order of the options. */
  readonly timings: readonly Timing[];
  /** With several `rounds`: all of them, in order; `timings` then has the typical one of each row. Else null. */
  readonly rounds: readonly RoundResult[] | null;
  /** With several rounds that were all whole: each row but the first, held against the first. */
  readonly comparisons: readonly RowComparison[];
  /** Labels of the adapters that were not run, as the run ended before. */
  readonly notRun: readonly string[];
}

/** One block: each row once, with processes of its own. */
export interface RoundResult {
  /** In which the rows ran: their places among the adapters. */
  readonly order: readonly number[];
  /** One for each row that ran, in the order of the options, without `transmissions`. */
  readonly timings: readonly Timing[];
}

/** One row held against another, by the medians of their rounds. */
export interface RowComparison extends Omit<RoundComparison, "verdict"> {
  readonly label: string;
  /** The label of the row that it is held against. */
  readonly to: string;
  /** Whose medians are compared. */
  readonly of: "transmissionMs" | "responseMs";
  /**
   * Of this row against the other. `no-difference-shown` does not say that they are equal; `too-few-rounds` show no
   * difference, however large it is (six are the least for 95 %).
   */
  readonly verdict: "faster" | "slower" | "no-difference-shown" | "too-few-rounds";
}

/** The options of the run, defaults filled in. */
export interface RunSettings {
  /** When payloads were due; `count` with `delayMs` is a closed loop with one under way. */
  readonly load: Load;
  readonly connections: number;
  readonly maxInFlight: number;
  /** Payloads over each connection before the counted ones. */
  readonly warmupCount: number;
  readonly maxTransmissions: number;
  /** What stood between the ends of every row; null: nothing. */
  readonly network: NetworkProfile | null;
  readonly wireBytes: boolean;
  readonly rounds: number;
  readonly seed: number;
  /** Where the sender listens in a push; 0: a free port. */
  readonly senderPort: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxPayloadBytes: number;
  /** The size of each payload; they were sent in turn. */
  readonly payloadBytes: readonly number[];
  readonly receiver: "process" | "inline" | "remote";
  /** Null unless the receiver is remote. */
  readonly receiverUrl: string | null;
}

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
}

/** One row: an adapter with its options and codec, and all that it transmitted. */
export interface Timing {
  readonly label: string;
  /** The protocol's name for people. */
  readonly title: string;
  readonly adapter: string;
  readonly codec: string;
  /** Effective options. */
  readonly options: JsonObject;
  /** Which of them a profile set, each with its reason; null where the adapter has no profiles. */
  readonly profile: AppliedProfile | null;
  /** `failed`: the link or the receiver went away before all payloads were sent; `aborted`: the caller ended the run. */
  readonly status: "completed" | "failed" | "aborted";
  readonly direction: Direction;
  /** Which end dialled the other: it decides, for one, who masks what a WebSocket carries. */
  readonly dialledBy: "sender" | "receiver";
  /** How its links were encrypted; null: they were not. */
  readonly tls: TimingTls | null;
  readonly clock: ClockReport;
  /**
   * From the call to dial until the link could carry frames, its handshakes included, on the dialling end's clock; with
   * several connections, their median. No payload's time contains it.
   */
  readonly connectMs: number;
  /** The first message of the connection, warm-up included: it pays for what later ones find ready. */
  readonly firstTransmission: Transmission | null;
  /** How many payloads were acknowledged before the counted ones, back to back. */
  readonly warmedUp: number;
  /** The counted payloads that were attempted, in order: the first `maxTransmissions` of them. */
  readonly transmissions: readonly Transmission[];
  /** From the first `sentAt` to the last `decodedAt`, delays included. Null if none was acknowledged. */
  readonly totalTransferMs: number | null;
  /** The sum of `transmissionMs`. Null as above. */
  readonly sumOfTransmissionMs: number | null;
  /**
   * How long at least one payload was under way: the union of the spans whose lengths the sum adds up. Null as above, and
   * if not all transmissions are listed.
   */
  readonly busyMs: number | null;
  /** From the first `sentAt` to the last acknowledgement, on the sender's clock alone. */
  readonly wallMs: number | null;
  /** Acknowledged payloads a second, from the first acknowledgement to the last. Null if there are fewer than two. */
  readonly acknowledgedPerSecond: number | null;
  readonly summary: TimingSummary;
  /** Where the summary comes from: every transmission, or, where not all are listed, the histograms (within 0.1 %). */
  readonly summaryOf: "transmissions" | "histograms";
  /** The same times of all acknowledged payloads as HdrHistograms, for other tools, and to be merged. */
  readonly histograms: TimingHistograms;
  /** How the row went over time. */
  readonly series: Series;
  /** All counted payloads together. */
  readonly payloadBytes: number;
  /** The frames of all counted payloads together: what the codec makes of them, before the protocol's own framing. */
  readonly frameBytes: number;
  readonly counts: Counts;
  /** Why payloads failed, each reason once. */
  readonly failures: readonly Failure[];
  /** What a payload costs on the wire; null if that was not asked for, or could not be had. */
  readonly wire: WireBytes | null;
  /** How long the tap held bytes back, as measured; null without `network`. */
  readonly held: HeldBack | null;
  readonly sender: EndReport;
  /** Null if the receiver never answered. */
  readonly receiver: EndReport | null;
  readonly warnings: readonly Warning[];
  readonly errors: readonly RowError[];
}

/** How a row's links were encrypted. */
export interface TimingTls {
  /** `local`: made on the fly, and trusted by the other end as it came over control; `own`: the user's. */
  readonly certificate: "local" | "own";
  /** Whether the dialling end showed a certificate, too. */
  readonly mutual: boolean;
  /** What the handshake agreed on: `TLSv1.3`, and the cipher suite by its standard name. Null if no end tells. */
  readonly version: string | null;
  readonly cipher: string | null;
}

/** Order statistics over the acknowledged payloads; null where there are none. */
export interface TimingSummary {
  readonly encodeMs: Summary | null;
  readonly transportMs: Summary | null;
  readonly decodeMs: Summary | null;
  readonly transmissionMs: Summary | null;
  readonly serviceMs: Summary | null;
  /** Under a scheduled load: free of coordinated omission. A closed loop has none. */
  readonly responseMs: Summary | null;
  /** The generator's own lateness. */
  readonly slipMs: Summary | null;
}

/** One histogram for each time of the summary; null where the summary is null. */
export type TimingHistograms = { readonly [Time in keyof TimingSummary]: EncodedHistogram | null };

/** Bytes on the wire, as a tap between the ends counted them in a pass of its own. TCP's and IP's own headers are not in. */
export interface WireBytes {
  /** Until the link was open and quiet: handshakes, settings. */
  readonly handshake: WireCount;
  /** The first payload and its acknowledgement, which open streams and tables. */
  readonly first: WireCount;
  /** All further payloads of the pass. */
  readonly steady: WireCount & {
    readonly payloads: number;
    readonly payloadBytes: number;
    /** Bytes of both directions to bytes of payload. Null for empty payloads. */
    readonly overheadRatio: number | null;
  };
}

/** What passed the tap: `up` from the dialling end, `down` to it. */
export interface WireCount {
  readonly upBytes: number;
  /** Reads that brought them: small writes may come as one, and one of more than 64 KiB comes as several. */
  readonly upWrites: number;
  readonly downBytes: number;
  readonly downWrites: number;
}

/** Median time that the tap held chunks: the delay, its jitter, and the wait for the rate. Null if nothing passed. */
export interface HeldBack {
  readonly upMs: number | null;
  readonly downMs: number | null;
}

/** One reason for which payloads failed. */
export interface Failure {
  readonly code: PayloadErrorCode;
  readonly count: number;
  /** The message of the first. */
  readonly first: string;
}

/** One payload's journey. */
export interface Transmission {
  /** Its place in its phase, from 0. */
  readonly index: number;
  /**
   * `damaged`: it was acknowledged, but the receiver found other bytes than were sent. It names the first 10,000 of them;
   * `counts.damaged` has all.
   */
  readonly status: "acknowledged" | "damaged" | "failed";
  /** Which of the sender's connections carried it, from 0. */
  readonly connection: number;
  readonly payloadBytes: number;
  /** Null if encoding failed. */
  readonly frameBytes: number | null;
  /** When it was due, and when it was sent: milliseconds after its phase began, on the sender's clock. */
  readonly dueAfterMs: number;
  readonly sentAfterMs: number;
  /** How much later it was sent than it was due: the generator's own lateness. Never negative. */
  readonly slipMs: number;
  /** `codec.encode`. */
  readonly encodeMs: number | null;
  /** From the encoded frame in the adapter's hands to the whole frame at the receiver. Crosses clocks: see `clock`. */
  readonly transportMs: number | null;
  /** `codec.decode`, on the receiver's clock. */
  readonly decodeMs: number | null;
  /** From the payload in one program's hands to the payload in the other's. Crosses clocks: see `clock`. */
  readonly transmissionMs: number | null;
  /** From the payload in hand to its acknowledgement, on the sender's clock alone. */
  readonly serviceMs: number | null;
  /**
   * From when it was due to its acknowledgement. Null under a closed loop, which has no such time: there a payload is due
   * when the one before it has ended.
   */
  readonly responseMs: number | null;
  /** Why it failed. */
  readonly error?: PayloadError;
}

/** Why one payload failed. A failed payload is data; the run goes on. */
export interface PayloadError {
  readonly code: PayloadErrorCode;
  readonly message: string;
}

/**
 * - `PAYLOAD_TIMEOUT`: no acknowledgement within `timeoutMs`
 * - `ENCODE_FAILED`: the codec threw
 * - `FRAME_TOO_LARGE`: the codec made a larger frame than the limit allows
 * - `SEND_FAILED`: the adapter refused it, or its call failed
 * - `UNDECODABLE`: the receiver's codec could not read the frame
 * - `LINK_CLOSED`: the link went away first
 * - `RECEIVER_LOST`: the receiver went away first
 * - `ABORTED`: the caller ended the run first
 */
export type PayloadErrorCode =
  | "PAYLOAD_TIMEOUT"
  | "ENCODE_FAILED"
  | "FRAME_TOO_LARGE"
  | "SEND_FAILED"
  | "UNDECODABLE"
  | "LINK_CLOSED"
  | "RECEIVER_LOST"
  | "ABORTED";

/** What became of the counted payloads. Null: the receiver could not be asked. */
export interface Counts {
  /** Payloads that were attempted. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  /** Due, but not sent, as `maxInFlight` payloads were under way. */
  readonly dropped: number;
  /** The most payloads that were under way together. */
  readonly mostInFlight: number;
  /** Handed to the link, and never seen by the receiver, which saw later ones. */
  readonly lost: number | null;
  /** Timed out, and not seen by the receiver by the row's end: still on the way, or lost, or gone with the link. */
  readonly undelivered: number | null;
  readonly duplicated: number | null;
  /** Null, too, with several connections, which keep no order among them. */
  readonly reordered: number | null;
  readonly damaged: number | null;
}

/** One end of the row: versions, and settings as they really took effect. */
export interface EndReport {
  readonly node: string;
  readonly core: string;
  readonly contract: number;
  readonly libraries: Readonly<Record<string, string>>;
  readonly settings: JsonObject;
  /** What a reader must know to read the numbers. */
  readonly notes: readonly string[];
  /** What its process used while payloads were counted; null if it could not be asked. */
  readonly resources: EndResources | null;
}

/** What one end's process used from the first counted payload until the last had settled. */
export interface EndResources extends Resources {
  /** CPU time, user and system, for each acknowledged payload. Null if there is none. */
  readonly cpuMsPerPayload: number | null;
  /** Share of the time in which its event loop worked: `loopBusyShare` without the pacer's own wait for due times. */
  readonly workShare: number;
}

/**
 * - `INLINE_RECEIVER`: both ends shared an event loop, so each delayed the other
 * - `CLOCK_ERROR`: the ends' clocks are not one, and the bound of the estimate is more than 5 % of the median
 * - `ACK_DERIVED`: the ends' clocks cannot be related well enough, so one-way times are made from acknowledgements
 * - `NOTHING_SENT`: no payload was due before the load ended
 * - `DROPPED`: payloads were due and not sent, so what is reported is of the others
 * - `FAILED_PAYLOADS`: payloads failed, so what is reported is of the others
 * - `BEHIND`: under a plan, response times grew as long as the load lasted: the link could not carry it
 * - `LATE_REPLIES`: replies came after their payloads had timed out
 * - `SENDER_STALLED`: the tail of the response times is for the most part the sender's own lateness
 * - `SENDER_SATURATED`, `RECEIVER_SATURATED`: that end of the harness was the limit, not the protocol
 * - `TRANSMISSIONS_CAPPED`: more payloads than `maxTransmissions`; the others are in histograms and series alone
 * - `NO_WIRE_BYTES`: the accounting pass failed
 * - `UNEXPECTED_REPLIES`: replies came that no payload waited for
 * - `NOT_WHOLE`: payloads were lost, duplicated or damaged
 * - `LISTENER_ERRORS`: the listening end saw errors
 * - `NO_RECEIVER_REPORT`: the receiver could not be asked what arrived, so nothing says that all did
 * - `WARMUP_FAILED`: payloads of the warm-up failed, so the connection may not have been warm
 */
export type WarningCode =
  | "INLINE_RECEIVER"
  | "CLOCK_ERROR"
  | "ACK_DERIVED"
  | "NOTHING_SENT"
  | "DROPPED"
  | "FAILED_PAYLOADS"
  | "BEHIND"
  | "LATE_REPLIES"
  | "SENDER_STALLED"
  | "SENDER_SATURATED"
  | "RECEIVER_SATURATED"
  | "TRANSMISSIONS_CAPPED"
  | "NO_WIRE_BYTES"
  | "UNEXPECTED_REPLIES"
  | "NOT_WHOLE"
  | "LISTENER_ERRORS"
  | "NO_RECEIVER_REPORT"
  | "WARMUP_FAILED";

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

/** What ended a row early. */
export interface RowError {
  readonly code: string;
  readonly message: string;
}
