import type { StopReason } from "../failure/codes.js";
import type { WireduelError } from "../failure/wireduel-error.js";
import type { LoadSlice } from "../load/slice-load.js";
import type { Piece } from "../round/measure-phase.js";
import type { RoundOutcome } from "../round/round.js";

/** What is known of a round when its links are open and warm. */
export interface WarmRound {
  /** The median service time of the warm-up, in milliseconds. Null if it is not known. */
  readonly serviceMs: number | null;
  /** Whether both ends read the same clock. */
  readonly clockShared: boolean;
}

/** Who sends a round: one process, or several. Calls come in this order. All of them reject with a WireduelError. */
export interface RoundSender {
  /** Index of the adapter. */
  readonly index: number;
  /** The label of the adapter. */
  readonly label: string;
  /** Why the run must end, although the round has a result. */
  readonly failure?: WireduelError | undefined;
  /** Connects and warms up. Ends at once if the caller has aborted the run. */
  open(): Promise<WarmRound>;
  /** Sends the load, or a slice of it. Returns why the round has ended early, or null. */
  measure(slice: LoadSlice, piece: Piece): Promise<StopReason | null>;
  /** Ends the round and returns what was measured. */
  finish(): Promise<RoundOutcome>;
  /** Ends the round early. The calls that run then resolve soon. */
  abort(message: string): void;
  /**
   * Ends its sender processes at once. What they have measured is lost.
   * @param which `deaf`: only those that have not heard `abort`, because they are stopped or their event loop is blocked
   */
  kill(because: string, which: "all" | "deaf"): void;
  /** Ends all processes of the round. Idempotent, never rejects. */
  close(): Promise<void>;
}
