import type { StopReason } from "../failure/codes.js";
import type { LoadSlice } from "../load/slice-load.js";
import type { Emitter } from "../options/emitter-option.js";
import type { Piece } from "../round/measure-phase.js";
import type { RoundOrder } from "../round/measure-round.js";
import type { RoundSender } from "./round-sender.js";

/** The clock of a sender, compared with that of the run. In nanoseconds. */
export interface ClockOffset {
  /** What to add to its clock for that of the run. */
  readonly offsetNs: number;
  /** How far that may be off. */
  readonly offsetErrorNs: number;
}

/** One of several senders: a process of this machine, or one that joined the run. See `RoundSender`. */
export interface GroupSender extends Pick<RoundSender, "open" | "finish" | "abort" | "kill" | "close"> {
  /** Tells the receiver that the load comes. Returns why the round has ended early, or null. */
  prepare(): Promise<StopReason | null>;
  /**
   * Sends its load. Returns why the round has ended early, or null.
   * @param startAt when it begins, in nanoseconds of the clock of this process
   */
  measure(slice: LoadSlice, piece: Piece, startAt: number): Promise<StopReason | null>;
  /** @param atNs a time of its clock */
  clockOffset(atNs: number): ClockOffset;
}

/** Senders that joined the run. */
export interface JoinedSenders {
  /** From when all are ready until they begin, in nanoseconds. Each must have got the message by then. */
  readonly leadNs: number;
  labelOf(index: number): string;
  /** How many open at the same time. */
  openAtOnce(settings: RoundOrder["settings"]): number;
  /** Makes the sender of a round. */
  sender(index: number, order: RoundOrder & { readonly emitter: Emitter }): GroupSender;
}
