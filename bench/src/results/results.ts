import type { Cell, Measured, Metric } from "../cells/cell.js";
import type { ResidentMemory } from "../memory/measure-resident-memory.js";
import type { MicroPart } from "../micro/micro-parts.js";
import type { PairMetric } from "../pairs/measure-pair.js";
import type { PairPlan } from "../pairs/plan.js";
import type { Bound } from "../targets/targets.js";
import type { Judgement } from "../targets/verdict.js";
import type { BegunRun } from "./begin-run.js";

/** Everything that a run of the bench measured: `results.json`. */
export interface BenchResults extends BegunRun {
  readonly schemaVersion: 2;
  readonly mode: Mode;
  readonly durationMs: number;
  /** False if it was interrupted. */
  readonly complete: boolean;
  readonly libraries: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Complete blocks, each with one round of everything that targets compare. */
  readonly blocks: number;
  readonly targets: readonly TargetResult[];
  /** Core over adapters, and hand-written loops on the same libraries. */
  readonly pairs: readonly PairResult[];
  /** The run that measured the pairs, if it was another one. */
  readonly pairsRun?: PairsRun;
  /** The same variant compared with itself, for each load that a target has. */
  readonly sameAgainstSame: readonly SameResult[];
  readonly residentMemory: readonly ResidentMemory[];
  readonly microParts: readonly MicroPart[];
  readonly curves: readonly CurveResult[];
  /** The cells of targets. */
  readonly cells: readonly CellResult[];
  /** The cells of curves. */
  readonly curveCells: readonly CellResult[];
  /** Rounds that failed, and why. */
  readonly failures: readonly { readonly name: string; readonly messages: readonly string[] }[];
}

/** A run of `pnpm bench pairs`. Its fields are those of `BenchResults`. */
export type PairsRun = BegunRun & Pick<BenchResults, "durationMs" | "complete" | "libraries" | "seed">;

export type Mode = "targets" | "full" | "quick";

export interface TargetResult extends Judgement {
  readonly what: string;
  readonly bound: Bound;
  readonly limit: number;
  /** Unit of `limit`, `value` and its interval. "ratio": they have none. */
  readonly unit: string;
  /** Names of the compared cells. `b` is null if a single value was judged; `a` is null if it belongs to no cell. */
  readonly a: string | null;
  readonly b: string | null;
  readonly metric: Metric | PairMetric | "residentMb";
}

/** Core over an adapter beside a hand-written loop: slices that took turns. */
export interface PairResult {
  readonly name: string;
  /** What the loop is written on. */
  readonly loop: string;
  readonly plan: PairPlan;
  /** The settings of the adapter as they took effect. Null: not known. */
  readonly settings: unknown;
  readonly metrics: { readonly [Name in PairMetric]?: PairedBlocks };
}

/** One number for each block. */
export interface PairedBlocks {
  /** The medians of the slices. */
  readonly core: readonly number[];
  readonly loop: readonly number[];
  /** The medians of the ratios of slices that were sent within a second: core to the loop. */
  readonly toLoop: readonly number[];
  /** The same of core to core in other, equal processes. */
  readonly toItself: readonly number[];
}

export interface SameResult {
  readonly what: string;
  readonly metric: Metric;
  readonly ratio: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly rounds: number;
  /** Ratios between this and its inverse cannot be distinguished from 1. Null: too few rounds for an interval. */
  readonly smallestRatio: number | null;
}

export interface CurveResult {
  readonly title: string;
  readonly metric: Metric;
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    /** The label of the row to compare with. Null: none. */
    readonly against: string | null;
    /** One for each column. Null: not measured. */
    readonly points: readonly (CurvePoint | null)[];
  }[];
}

export interface CurvePoint {
  /** The medians of the rounds. */
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rounds: number;
  /** The ratio to the other row in the same blocks, with a 95 % interval if there are enough rounds. */
  readonly ratio: {
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
}

export interface CellResult {
  readonly name: string;
  readonly label: string;
  readonly cell: Cell;
  /** The settings as they took effect. Null: not known. */
  readonly settings: unknown;
  /** One value of each metric for each round. */
  readonly rounds: { readonly [Name in Metric]?: readonly number[] };
}

/** All metrics. */
export const METRICS: readonly (keyof Measured)[] = [
  "transmissionMs",
  "serviceMs",
  "cpuUsPerMessage",
  "senderFaults",
  "receiverFaults",
  "messagesPerSecond",
  "wireRatio",
  "startMs",
  "wallUsPerMessage",
];
