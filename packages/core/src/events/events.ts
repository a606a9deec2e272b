import type { EventEmitter } from "eventemitter3";
import type { Load } from "../load/load.js";
import type { Timing, Transmission, Warning } from "../result/result.js";

/** The phases of a row. */
export type Phase = "connect" | "warm-up" | "measure" | "drain";

/**
 * What a run tells while it goes on. Listeners run on the sender's event loop, after the stamps of what they are told of: a slow
 * one delays what comes next, and whatever else is under way.
 */
export interface BenchmarkEvents {
  /** A row enters a phase. */
  phase: (
    /** `load`: of the phases that send, the warm-up and the measure; else null. */
    event: RowEvent & { readonly phase: Phase; readonly load: Load | null },
  ) => void;
  /**
   * A counted payload was acknowledged or failed; told after its stamps are taken. Damage is only known at the row's end,
   * and so is the best estimate of another host's clock.
   */
  transmission: (event: RowEvent & { readonly transmission: Transmission }) => void;
  /** At most ten a second, and once at the end of each row. */
  progress: (
    /** `of`: null where a duration ends the load. */
    event: RowEvent & { readonly done: number; readonly of: number | null; readonly elapsedMs: number },
  ) => void;
  /** With several `rounds`: one round of one row is complete. It is all that is told of them, as they run in other processes. */
  round: (event: RowEvent & { readonly round: number; readonly of: number; readonly timing: Timing }) => void;
  /** A row is complete. */
  timing: (event: RowEvent & { readonly timing: Timing }) => void;
  /** A row must not be taken for more than it is; told when the row is complete. */
  warning: (event: RowEvent & { readonly warning: Warning }) => void;
}

/** Which row an event is about. */
export interface RowEvent {
  readonly label: string;
  /** The protocol's name for people. */
  readonly title: string;
  /** The row's place in the run, from 0. */
  readonly row: number;
}

/** The emitter that a caller passes as `events`: `new EventEmitter<BenchmarkEvents>()` of eventemitter3. */
export type BenchmarkEmitter = EventEmitter<BenchmarkEvents>;
