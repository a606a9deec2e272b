import type { StopReason } from "../failure/codes.js";
import type { ReceiverControl } from "./control-calls.js";

/** A sender's connection to a receiver. */
export interface ReceiverConnection {
  /** Where the receiver runs: in a forked process, in this process, or in a receiver server. */
  readonly kind: "process" | "inline" | "remote";
  readonly control: ReceiverControl;
  /** The process id of a forked receiver. */
  readonly processId?: number | undefined;
  /** An address at which the receiver can dial this end. Undefined if both are on the same machine. */
  localAddress?(): string | undefined;
  /** Resolves with the reason if the receiver is lost. Never rejects. */
  readonly lost: Promise<StopReason>;
  /** Closes the connection. A forked receiver exits. Idempotent. */
  disconnect(): Promise<void>;
}
