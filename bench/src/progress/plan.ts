import type { PauseEvent } from "@wireduel/core";

/** How long a round of each adapter is. */
export const ROUND_MS = 500;

/**
 * When progress is drawn:
 *
 * - `each-slice`: before each slice of B, and never before one of A. That is about ten times as often as for a user. And when a
 *   block starts, which loads what draws.
 * - `usual`: in every other block, as often as for a user.
 */
export type ProgressMode = "each-slice" | "usual";

/** What the program on the terminal has to do. */
export interface ProgressOrder {
  readonly mode: ProgressMode;
  readonly payloadBytes: number;
  readonly rounds: number;
  /** The file to which it writes what it measured. */
  readonly resultPath: string;
}

/** A ratio with its interval. Null: too few rounds. */
export interface Interval {
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What one run on the terminal gave. */
export interface ProgressMeasured {
  readonly mode: ProgressMode;
  /** How often something was drawn. */
  readonly frames: number;
  readonly rounds: number;
  /** The transmission time of B against that of A. */
  readonly equal: Interval;
  /** The same of the p99 of the transmission time. */
  readonly p99: Interval;
  /** The median transmission time of each block, both adapters together. */
  readonly blocks: readonly number[];
}

/** Whether progress is drawn at a pause. */
export function isDrawn(mode: ProgressMode, { block, next, label }: PauseEvent): boolean {
  return mode === "usual" ? isDrawnBlock(block) : next === "start" || (next === "measure" && label === "B");
}

/** One block of each two neighbours. Of four, the first and the last, so that a slow change of the machine cancels. */
export function isDrawnBlock(block: number): boolean {
  return block % 4 === 0 || block % 4 === 3;
}

/** The geometric mean. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
