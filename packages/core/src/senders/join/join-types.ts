import type { OffsetInterval } from "../../clock/clock-offset.js";
import type { ClockRelation } from "../../clock/clock-relation.js";
import type { EndIdentity } from "../../control/control-types.js";
import type { Phase } from "../../events/events.js";
import type { ErrorCode, Failure } from "../../failure/codes.js";
import type { LoadSlice } from "../../load/slice-load.js";
import type { Piece } from "../../round/measure-phase.js";

/** What a process says of itself when it joins. */
export interface JoinRequest {
  readonly identity: EndIdentity;
  /** Its name in the result. No other sender of the run has it. */
  readonly label: string;
  /** Made once for each process that joins. */
  readonly id: string;
  /** The versions of the libraries of each of its adapters, by protocol name. */
  readonly libraries: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The answer to a sender that the run takes. */
export interface Joined extends SenderKey {
  /** How many senders the run has. */
  readonly of: number;
  /** Who coordinates the run. */
  readonly identity: EndIdentity;
  /** How long the answer to `next` may take, in milliseconds. */
  readonly pollMs: number;
  /** How long a sender may make no call before it counts as lost, in milliseconds. */
  readonly silenceTimeoutMs: number;
}

/** Who calls. */
export interface SenderKey {
  /** Its number among the senders, from 0. */
  readonly sender: number;
  readonly secret: string;
}

/** The answer to `next`: what the sender has to do. */
export interface NextCall {
  /** Null: nothing yet. The sender asks again. */
  readonly call: RelayedCall | null;
}

/** A call of the run to a sender. */
export interface RelayedCall {
  readonly id: number;
  readonly name: string;
  readonly argument: object;
}

/** Which call of the run a sender answers. */
export interface AnswerName extends SenderKey {
  readonly id: number;
}

/** What a sender answers to a call of the run. */
export interface RelayedAnswer extends AnswerName {
  /** The JSON of a `CallOutcome`. It may be large, so the run first checks who sends it. */
  readonly outcome: Uint8Array;
}

/** What became of a call of the run. */
export interface CallOutcome {
  /** Absent if the call failed. */
  readonly value?: unknown;
  readonly error?: Failure<ErrorCode>;
}

/** What happens in the round of a sender. */
export interface RelayedEvent extends SenderKey {
  readonly event: SenderEvent;
}

export type SenderEvent =
  | { readonly name: "phase"; readonly phase: Phase }
  | {
      readonly name: "progress";
      readonly phase: "warm-up" | "measure";
      readonly done: number;
      readonly elapsedMs: number;
    };

/** A sender goes. */
export interface Leaving extends SenderKey {
  /** Why, if the run has not ended. */
  readonly because: string | null;
}

/** What a sender found out about its clock and that of the run. */
export interface ClockReading extends ClockRelation {
  /** What to add to the sender's clock for that of the run. Null: a clock stepped. */
  readonly offset: OffsetInterval | null;
}

/** What a sender sends, and when. */
export interface MeasureOrder {
  readonly slice: LoadSlice;
  readonly piece: Piece;
  /** In nanoseconds of the sender's clock. */
  readonly startAt: number;
}

/** The run is over. */
export interface RunEnd {
  /** Why it ended early. Null if it did not. */
  readonly error: Failure<ErrorCode> | null;
}
