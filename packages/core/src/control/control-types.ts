import type { AdapterData } from "../adapter/adapter-data.js";
import type { Endpoint } from "../adapter/contract.js";
import type { ClockIdentity } from "../clock/clock-relation.js";
import type { GeneratedPayloads } from "../payload/payload-source.js";
import type { Resources } from "../process/resource-meter.js";
import type { ReceivedCounts } from "../receiver/receive-frame.js";
import type { JsonObject } from "../result/json.js";
import type { TlsReport } from "../tls/link-tls.js";

/** The identity of an end. It is exchanged first. */
export interface EndIdentity {
  /** Version of the contract between the two ends. */
  readonly contract: number;
  /** Version of @wireduel/core. */
  readonly core: string;
  /** Version of Node.js, without the `v`. In another runtime: the version of Node that it claims, and its own. */
  readonly node: string;
  /** The flags that its process was started with, from NODE_OPTIONS and from its command line. */
  readonly flags: readonly string[];
  readonly clock: ClockIdentity;
}

/** A sender's request to open a session. */
export interface SessionRequest {
  readonly sender: Pick<EndIdentity, "contract" | "core">;
  readonly adapter: AdapterData;
  readonly maxPayloadBytes: number;
  /** What will be sent. The sources take turns. Empty: payloads cannot be checked. */
  readonly payloads: readonly SourceData[];
  /** What the receiver replies with. Null: the receipt alone. */
  readonly replies: GeneratedPayloads | null;
  /** The senders of a run that share the receiver. Null: there is one. */
  readonly group: SenderGroup | null;
}

/** The senders of one run. Each has a session, and the receiver serves all of them at the same time. */
export interface SenderGroup {
  /** Known only to these senders. */
  readonly id: string;
  /** How many there are. */
  readonly senders: number;
}

/** One source of payloads: the receiver generates them, or gets copies with `setReferences`. */
export type SourceData = GeneratedPayloads | { readonly kind: "copied" };

/** An open session. */
export interface SessionOpened {
  readonly session: string;
  /** What each link must present in its handshake. */
  readonly secret: string;
  /** Where the receiver listens. Null in a push, because then the sender listens. */
  readonly endpoint: Endpoint | null;
  /** Whether the listening receiver requires a certificate from the sender. */
  readonly mutualTls: boolean;
  readonly libraries: Readonly<Record<string, string>>;
  /**
   * How long the sender may make no call for its session, in milliseconds. After that the session ends. Null: the
   * receiver notices in another way that its sender is gone.
   */
  readonly silenceTimeoutMs: number | null;
}

/** Identifies the open session. */
export interface SessionName {
  readonly session: string;
}

/** Copies of consecutive payloads of one source. The receiver compares received payloads with them. */
export interface References extends SessionName {
  /** Index of the source. */
  readonly source: number;
  /** Index of the first of these payloads in its source. */
  readonly index: number;
  /** The size of each payload in `payload`. Null: it is a single one. */
  readonly sizes: readonly number[] | null;
  /** The payloads, one after another. */
  readonly payload: Uint8Array;
}

/** Push: where the receiver must dial once. */
export interface DialRequest extends SessionName {
  readonly endpoint: Endpoint;
}

/** How long the receiver's `dial` took, in milliseconds. */
export interface Dialled {
  readonly connectMs: number;
}

/** The phases in which payloads are sent. */
export type PhaseName = "warm-up" | "measure";

/** Marks the start of a phase. */
export interface PhaseMark extends SessionName {
  readonly phase: PhaseName;
  /** The sequence number of the first payload. */
  readonly firstSequence: number;
  /** The number of the first payload in the payloads of the session. May be negative: they repeat. */
  readonly firstPayload: number;
}

/** When a call was received and when its answer was sent, in nanoseconds of the receiver's clock. */
export interface ClockStamps {
  readonly receivedAt: number;
  readonly sentAt: number;
}

/** The receiver's report of the current phase. */
export interface ReceiverReport {
  /** Null: no phase was started. */
  readonly phase: PhaseName | null;
  readonly counts: ReceivedCounts;
  readonly settings: JsonObject;
  readonly notes: readonly string[];
  /** What the TLS handshake negotiated. Null if the receiver's end of the link does not know. */
  readonly tls: TlsReport | null;
  /** Errors of a listening receiver that do not belong to a link. */
  readonly errors: readonly string[];
  /** The error with which the first link closed at this end. Null if no link closed with an error. */
  readonly linkError: string | null;
  /** What its process used from the start of the phase until its first report. Null: no phase was started. */
  readonly resources: Resources | null;
}

/** An empty argument or answer. */
export type Nothing = Record<never, never>;
