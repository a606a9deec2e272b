import type { Direction, Endpoint } from "../adapter/contract.js";
import type { ClockIdentity } from "../clock/clock-relation.js";
import type { JsonObject } from "../result/json.js";
import type { Resources } from "../process/resource-meter.js";
import type { TlsReport } from "../tls/link-tls.js";
import type { TlsSettings, TlsWord } from "../options/tls-option.js";
import type { ReceivedCounts } from "../receiver/receive-frame.js";

/** Who an end is: exchanged before anything else. */
export interface EndIdentity {
  /** Version of the contract between the two ends. */
  readonly contract: number;
  /** Version of @wireduel/core. */
  readonly core: string;
  /** Version of Node.js, without the `v`. */
  readonly node: string;
  readonly clock: ClockIdentity;
}

/** What a sender asks of a receiver when a session opens. */
export interface SessionRequest {
  readonly sender: Pick<EndIdentity, "contract" | "core">;
  readonly adapter: {
    readonly name: string;
    readonly options: JsonObject;
    /** Where the factory is loaded from, by a receiver that this process forked; a remote one ignores it. */
    readonly module?: string;
    /** Certificates and keys, for a receiver that this process forked; a remote one has its own, and is told `tls` alone. */
    readonly tls?: TlsSettings;
  };
  readonly codec: { readonly name: string; readonly module?: string };
  /** Who listens. */
  readonly direction: Direction;
  /** How the links are to be encrypted. */
  readonly tls: TlsWord;
  readonly maxPayloadBytes: number;
}

/** An open session. */
export interface SessionOpened {
  readonly session: string;
  /** Where the adapter listens; null in a push, where the sender does. */
  readonly endpoint: Endpoint | null;
  /** Whether the receiver, where it listens, wants a certificate of the sender. */
  readonly mutualTls: boolean;
  readonly libraries: Readonly<Record<string, string>>;
}

/** The phases that payloads are sent in. */
export type PhaseName = "warm-up" | "measure";

/** Marks the beginning of a phase. */
export interface PhaseMark {
  readonly phase: PhaseName;
  /** The sequence number of its first payload, which carries the first reference. */
  readonly firstSequence: number;
}

/** What the receiver reports of the phase that was marked last. */
export interface ReceiverReport {
  /** Null: none was marked. */
  readonly phase: PhaseName | null;
  readonly counts: ReceivedCounts;
  readonly settings: JsonObject;
  readonly notes: readonly string[];
  /** What the handshake agreed on, where the receiver's end of the link tells. */
  readonly tls: TlsReport | null;
  /** Errors that belong to no link, where the receiver listens. */
  readonly errors: readonly string[];
  /** What the receiver's process used since the phase was marked, until this was asked first. Null: none was marked. */
  readonly resources: Resources | null;
}

/**
 * The control calls, the same whichever door the receiver stands behind (this process, a child's IPC channel, HTTP).
 * As with iperf3, control and data are apart. One session at a time.
 */
export interface ReceiverControl {
  identify(): Promise<EndIdentity>;
  openSession(request: SessionRequest): Promise<SessionOpened>;
  setReference(session: string, index: number, payload: Uint8Array): Promise<void>;
  /** In a push: dials the sender once. How long that took, in milliseconds, until the link could carry frames. */
  dial(session: string, endpoint: Endpoint): Promise<{ readonly connectMs: number }>;
  startPhase(session: string, mark: PhaseMark): Promise<void>;
  /** When the question came and when the answer left: nanoseconds of the receiver's clock. */
  stampClock(): Promise<{ readonly receivedAt: number; readonly sentAt: number }>;
  collect(session: string): Promise<ReceiverReport>;
  closeSession(session: string): Promise<void>;
}

/** A receiver as a sender holds it. */
export interface ReceiverConnection extends ReceiverControl {
  /** How it was reached. */
  readonly kind: "process" | "inline" | "remote";
  /** The process that it runs in, if this one forked it. */
  readonly processId?: number | undefined;
  /** The address of this end as the receiver can reach it; undefined: both are on one machine. */
  readonly localAddress?: (() => string | undefined) | undefined;
  /** Resolves with the reason once the receiver is gone; never rejects. */
  readonly lost: Promise<string>;
  /** Lets the receiver go; a forked one ends. Idempotent. */
  disconnect(): Promise<void>;
}
