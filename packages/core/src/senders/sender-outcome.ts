import type { Failure, RoundErrorCode } from "../failure/codes.js";
import type { Load } from "../load/load.js";
import type { UnplacedRound } from "../round/round-result.js";
import type { SentPart } from "../round/sent-part.js";

/** What is known of one sender when the round has ended. */
export interface SenderOutcome {
  readonly label: string;
  /** Index of its receiver. */
  readonly receiver: number;
  /** Its share of the load. */
  readonly load: Load;
  /** Index of its first connection. */
  readonly firstConnection: number;
  readonly connections: number;
  /** Null if it was lost: what it measured is lost with it. */
  readonly measured: MeasuredPart | null;
  /** Why it was lost. Null if it was not. */
  readonly lost: Failure<RoundErrorCode> | null;
}

/** What one sender measured. */
export interface MeasuredPart {
  readonly result: UnplacedRound;
  readonly part: SentPart;
  /** When its load should have begun, in nanoseconds of the common clock. */
  readonly plannedAt: number;
  /** What to add to its clock for the common one, in nanoseconds. */
  readonly offsetNs: number;
  /** How far the offset may be off, in nanoseconds. */
  readonly offsetErrorNs: number;
}

/** A sender that was not lost. */
export type MeasuredSender = SenderOutcome & { readonly measured: MeasuredPart };
