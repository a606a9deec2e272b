import type { Failure, Warning } from "../failure/codes.js";
import type { Load } from "../load/load.js";
import type { RoundResult, Timing, Transmission } from "../result/result.js";

/** The phases of a round. `wire-bytes` is the pass that counts bytes on the wire, before the others. */
export type Phase = "wire-bytes" | "connect" | "warm-up" | "measure" | "drain";

/** The adapter that an event is about. */
export interface AdapterEvent {
  readonly label: string;
  /** The protocol's display name. */
  readonly title: string;
  /** Index in the list of adapters, from 0. */
  readonly index: number;
}

/** The round that an event is about. */
export interface RoundEvent extends AdapterEvent {
  /** The number of the round of this adapter, from 0. */
  readonly round: number;
  /** How many rounds each adapter has. Null if that is only known later: with `budgetMs`, or with `until`. */
  readonly rounds: number | null;
}

/**
 * A moment at which no adapter sends. It lasts as long as the handlers work, so what they do is in no time that
 * is measured.
 */
export interface PauseEvent {
  /**
   * What follows: `start` (processes start, connect and warm up), `measure` (one adapter sends a slice, or its whole round)
   * or `finish` (the ends report what they measured).
   */
  readonly next: "start" | "measure" | "finish";
  /** The label of the adapter that is next. Null if it is several of them. */
  readonly label: string | null;
  /** Whether the block is one of the result, or one of the probes of `explain`. */
  readonly part: "rounds" | "probes";
  /** The number of the block, from 0. */
  readonly block: number;
  /** How many blocks there are. Null if that is only known later. */
  readonly of: number | null;
  /** How many slices of the block are complete, those of all adapters together. */
  readonly slice: number;
  /** How many slices the block has. Null if that is only known later. */
  readonly slices: number | null;
}

/**
 * Events emitted during a run. Handlers run on the sender's event loop, after the stamps have been taken. A slow
 * handler delays the next payload and all payloads in flight. Handlers are synchronous: nothing waits for an async
 * one, and if it rejects, that is an unhandled rejection of your process.
 *
 * Several rounds run in separate processes. Then there are no `transmission` events, and `progress` comes once a second.
 */
export interface BenchmarkEvents {
  /**
   * A round enters a phase. `load` is the load of the warm-up or measure phase. It is null in other phases.
   */
  phase: (event: RoundEvent & { readonly phase: Phase; readonly load: Load | null }) => void;
  /**
   * A measured payload was acknowledged or failed. Its times use the clock offset known so far. The final
   * offset, and whether the payload was damaged, are only known at the end of the round. A handler that is added while
   * payloads are sent may miss those of one millisecond.
   */
  transmission: (event: RoundEvent & { readonly transmission: Transmission }) => void;
  /**
   * How many payloads of the warm-up or measure phase are done. At most ten per second, and once at the end of each of
   * the two. `of` is null if the load ends by duration. `elapsedMs` counts from the beginning of the phase.
   */
  progress: (
    event: RoundEvent & {
      readonly phase: "warm-up" | "measure";
      readonly done: number;
      readonly of: number | null;
      readonly elapsedMs: number;
    },
  ) => void;
  /**
   * A round of one adapter is complete. `round` counts from 0. `of` is the number of rounds, or null if that is only
   * known later.
   */
  round: (
    event: AdapterEvent & {
      readonly round: number;
      readonly of: number | null;
      readonly result: RoundResult;
    },
  ) => void;
  /**
   * A block is complete: each adapter has one round more. `block` counts from 0, and `of` is the number of blocks, or
   * null if that is only known later. `leftMs` is about how long the run will still take, at most, probes included. Only
   * of runs with several rounds.
   */
  block: (event: {
    readonly block: number;
    readonly of: number | null;
    readonly elapsedMs: number;
    readonly leftMs: number;
  }) => void;
  /**
   * No adapter sends, and the run goes on when the handlers return. This is the place for work, such as drawing. Emitted
   * when a block starts, before each slice and after the last one. A run of a single round, which is measured in this
   * process, only emits it before each adapter.
   */
  pause: (event: PauseEvent) => void;
  /**
   * What was measured so far is stored, or could not be (`failure`). Emitted between rounds, and only with the option
   * `file`. `file` is the path of what was stored. A failure does not end the run: it tries again after the next round.
   */
  stored: (event: { readonly file: string; readonly failure: Failure<"FILE_NOT_WRITTEN"> | null }) => void;
  /**
   * The run waits for its senders at `url` (`label` is null), or one of them has joined, with its label. `joined` is how many
   * have, and `of` how many the run needs. Only with `senders: { count, join }`.
   */
  join: (event: {
    readonly url: string;
    readonly label: string | null;
    readonly joined: number;
    readonly of: number;
  }) => void;
  /** All rounds of one adapter are complete. */
  timing: (event: AdapterEvent & { readonly timing: Timing }) => void;
  /** A reason to read a round's numbers with care. Emitted when the round is complete. */
  warning: (event: AdapterEvent & { readonly warning: Warning }) => void;
}

/** Handlers by event name. */
export type BenchmarkHandlers = Partial<BenchmarkEvents>;

const NAMES: Readonly<Record<keyof BenchmarkEvents, true>> = {
  phase: true,
  transmission: true,
  progress: true,
  round: true,
  block: true,
  pause: true,
  stored: true,
  join: true,
  timing: true,
  warning: true,
};

export const EVENT_NAMES = Object.keys(NAMES) as readonly (keyof BenchmarkEvents)[];
