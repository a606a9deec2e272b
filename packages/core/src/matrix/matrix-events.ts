import { type BenchmarkEvents, EVENT_NAMES } from "../events/events.js";
import type { MatrixCell } from "../result/matrix.js";

/** The cell that an event is about. */
export interface CellOfEvent {
  /** Index in the cells of the result. */
  readonly index: number;
  /** How many cells there are. */
  readonly of: number;
  /** The labels of its point on each axis. */
  readonly payload: string;
  readonly network: string;
  readonly load: string;
}

/** A block of a cell is complete, or the cell failed in it. Emitted after that was stored. */
export interface CellBlock {
  readonly cell: CellOfEvent;
  /** Index of the block in the cell, from 0. */
  readonly block: number;
  /** The status of the cell now. See `MatrixCell`. */
  readonly status: MatrixCell["status"];
  /** How many blocks the cell will have. Null if that is not decided yet. */
  readonly of: number | null;
  /** How long the matrix has run, all parts together if it was resumed. */
  readonly elapsedMs: number;
  /** About how long it will still run, at most. */
  readonly leftMs: number;
}

type InCell<Handler> = Handler extends (event: infer Event) => void
  ? (event: Event & { readonly cell: CellOfEvent }) => void
  : never;

/**
 * The events of `runBenchmark`, each with its cell. `block` is about one cell, `stored` and `join` are about the whole
 * matrix.
 */
export type MatrixEvents = {
  [Name in Exclude<keyof BenchmarkEvents, "block" | "stored" | "join">]: InCell<BenchmarkEvents[Name]>;
} & { block: (event: CellBlock) => void } & Pick<BenchmarkEvents, "stored" | "join">;

/** Handlers by event name. */
export type MatrixHandlers = Partial<MatrixEvents>;

export const MATRIX_EVENT_NAMES: readonly string[] = [...new Set([...EVENT_NAMES, "block"])];
