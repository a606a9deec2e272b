import type { ClockReport } from "./clock/clock-relation.js";
import type { JsonObject } from "./json.js";
import type { Summary } from "./stats/summary.js";

/** The version of this schema; it changes when a reader of an older one could misread the new. */
export const RESULT_SCHEMA_VERSION = 1;

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
  /** Labels of the adapters that were not run, as the run ended before. */
  readonly notRun: readonly string[];
}

/** The options of the run, defaults filled in. */
export interface RunSettings {
  readonly count: number;
  readonly delayMs: number;
  readonly warmupCount: number;
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
  readonly options: JsonObject;
  /** `failed`: the link or the receiver went away before all payloads were sent; `aborted`: the caller ended the run. */
  readonly status: "completed" | "failed" | "aborted";
  readonly direction: "upload";
  /** Which end dialled the other: it decides, for one, who masks what a WebSocket carries. */
  readonly dialledBy: "sender" | "receiver";
  /** Null if the row ended before the clocks were compared. */
  readonly clock: ClockReport | null;
  /** From the call to dial until the link could carry frames. Null if it never could. */
  readonly connectMs: number | null;
  /** The first message of the connection, warm-up included: it pays for what later ones find ready. */
  readonly firstTransmission: Transmission | null;
  /** How many payloads were acknowledged before the counted ones, back to back. */
  readonly warmedUp: number;
  /** Every counted payload that was attempted, in order. */
  readonly transmissions: readonly Transmission[];
  /** From the first `sentAt` to the last `decodedAt`, delays included. Null without a shared clock or a whole payload. */
  readonly totalTransferMs: number | null;
  /** The sum of `transmissionMs`. Null as above. */
  readonly sumOfTransmissionMs: number | null;
  /** How long at least one payload was under way: the union of the spans whose lengths the sum adds up. Null as above. */
  readonly busyMs: number | null;
  /** From the first `sentAt` to the last acknowledgement, on the sender's clock alone. */
  readonly wallMs: number | null;
  readonly summary: TimingSummary;
  /** All counted payloads together. */
  readonly payloadBytes: number;
  /** The frames of all counted payloads together: what the codec makes of them, before the protocol's own framing. */
  readonly frameBytes: number;
  readonly counts: Counts;
  readonly sender: EndReport;
  /** Null if the receiver never answered. */
  readonly receiver: EndReport | null;
  readonly warnings: readonly Warning[];
  readonly errors: readonly RowError[];
}

/** Order statistics over the acknowledged payloads; null where there are none. */
export interface TimingSummary {
  readonly encodeMs: Summary | null;
  readonly transportMs: Summary | null;
  readonly decodeMs: Summary | null;
  readonly transmissionMs: Summary | null;
  readonly serviceMs: Summary | null;
}

/** One payload's journey. */
export interface Transmission {
  /** Its place in its phase, from 0. */
  readonly index: number;
  /** `damaged`: it was acknowledged, but the receiver found other bytes than were sent. */
  readonly status: "acknowledged" | "damaged" | "failed";
  readonly payloadBytes: number;
  /** Null if encoding failed. */
  readonly frameBytes: number | null;
  /** When it was sent, after the phase's first: milliseconds on the sender's clock. */
  readonly sentAfterMs: number;
  /** `codec.encode`. */
  readonly encodeMs: number | null;
  /** From the encoded frame in the adapter's hands to the whole frame at the receiver. Null without a shared clock. */
  readonly transportMs: number | null;
  /** `codec.decode`, on the receiver's clock. */
  readonly decodeMs: number | null;
  /** From the payload in one program's hands to the payload in the other's. Null without a shared clock. */
  readonly transmissionMs: number | null;
  /** From the payload in hand to its acknowledgement, on the sender's clock alone. */
  readonly serviceMs: number | null;
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
  /** Handed to the link, and never seen by the receiver. */
  readonly lost: number | null;
  readonly duplicated: number | null;
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
}

/**
 * - `INLINE_RECEIVER`: both ends shared an event loop, so each delayed the other
 * - `SEPARATE_CLOCKS`: the ends' clocks are not one, so times across them are not given
 * - `UNEXPECTED_REPLIES`: replies came that no payload waited for
 * - `NOT_WHOLE`: payloads were lost, duplicated or damaged
 * - `LISTENER_ERRORS`: the listening end saw errors
 * - `NO_RECEIVER_REPORT`: the receiver could not be asked what arrived, so nothing says that all did
 * - `WARMUP_FAILED`: payloads of the warm-up failed, so the connection may not have been warm
 */
export type WarningCode =
  | "INLINE_RECEIVER"
  | "SEPARATE_CLOCKS"
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
