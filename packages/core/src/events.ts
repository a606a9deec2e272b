import type { EventEmitter } from "eventemitter3";
import type { Timing, Transmission, Warning } from "./result.js";

/** The phases of a row. */
export type Phase = "connect" | "warm-up" | "measure" | "drain";

/** What a run tells while it goes on. Listeners run on the sender's event loop, never inside a timed span. */
export interface BenchmarkEvents {
  /** A row enters a phase. */
  phase: (
    event: RowEvent & { readonly phase: Phase; readonly count: number; readonly delayMs: number },
  ) => void;
  /** A counted payload was acknowledged or failed; told after its stamps are taken. Damage is only known at the row's end. */
  transmission: (event: RowEvent & { readonly transmission: Transmission }) => void;
  /** At most ten a second, and once at the end of each row. */
  progress: (event: RowEvent & { readonly done: number; readonly of: number }) => void;
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
