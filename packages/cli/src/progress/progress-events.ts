import type { AdapterEvent, BenchmarkEvents, CellOfEvent, PauseEvent, RoundResult } from "@wireduel/core";

/** In a matrix, every event has its cell. */
interface InCell {
  readonly cell?: CellOfEvent;
}

/** The part of the event `round` that progress needs. */
export interface ProgressRound extends InCell, AdapterEvent {
  readonly result: Pick<RoundResult, "times">;
}

/** The part of the event `block` that progress needs. */
export interface ProgressBlock extends InCell {
  readonly block: number;
  readonly of: number | null;
  readonly leftMs: number;
}

/** The event `pause`. */
export type ProgressPause = PauseEvent & InCell;

/**
 * Handlers for `events` of `runBenchmark` and of `runMatrix`. None of these events is sent by a process that measures, and
 * no slice runs while they are handled.
 */
export interface ProgressHandlers {
  pause(event: ProgressPause): void;
  round(event: ProgressRound): void;
  block(event: ProgressBlock): void;
  stored: BenchmarkEvents["stored"];
  join: BenchmarkEvents["join"];
}
