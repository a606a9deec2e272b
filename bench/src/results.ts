import type { Cell, Measured, Metric } from "./cell.js";
import type { ResidentMemory } from "./measure-resident-memory.js";
import type { MicroPart } from "./micro-parts.js";
import type { Bound } from "./targets.js";
import type { Judgement } from "./verdict.js";

/** All that a run of the bench found, as `results.json` has it. */
export interface BenchResults {
  readonly schemaVersion: 1;
  readonly mode: Mode;
  /** What was typed. */
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** False if it was cut short: what is here was measured, what is not was not. */
  readonly complete: boolean;
  readonly machine: BenchMachine;
  readonly node: string;
  readonly libraries: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Complete blocks, each with one round of everything that targets compare. */
  readonly blocks: number;
  readonly targets: readonly TargetResult[];
  /** The same variant against itself, for each load that a target has. */
  readonly sameAgainstSame: readonly SameResult[];
  readonly residentMemory: readonly ResidentMemory[];
  readonly microParts: readonly MicroPart[];
  readonly curves: readonly CurveResult[];
  /** What targets compare. */
  readonly cells: readonly CellResult[];
  /** What curves are made of. */
  readonly curveCells: readonly CellResult[];
  /** Rounds that yielded nothing, and why. */
  readonly failures: readonly { readonly name: string; readonly messages: readonly string[] }[];
}

export type Mode = "targets" | "full" | "quick";

export interface BenchMachine {
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
}

export interface TargetResult extends Judgement {
  readonly what: string;
  readonly bound: Bound;
  readonly limit: number;
  /** Of `limit`, `value` and its interval; "ratio" has none. */
  readonly unit: string;
  /** The cells that were compared, by name; null: the value stands for itself. */
  readonly a: string | null;
  readonly b: string | null;
  readonly metric: Metric | "residentMb";
}

export interface SameResult {
  readonly what: string;
  readonly metric: Metric;
  readonly ratio: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly rounds: number;
  /** Ratios between this and its inverse could not be told from 1; null where the rounds carry no interval. */
  readonly smallestRatio: number | null;
}

export interface CurveResult {
  readonly title: string;
  readonly metric: Metric;
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    /** The label of the row that its ratios are to; null: none. */
    readonly against: string | null;
    /** One for each column; null if not measured. */
    readonly points: readonly (CurvePoint | null)[];
  }[];
}

export interface CurvePoint {
  /** Of the medians of the rounds. */
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rounds: number;
  /** To the other row's rounds of the same blocks, with its 95 % interval where the rounds carry one; null: held against none. */
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
  /** The settings as they took effect; null where nothing tells. */
  readonly settings: unknown;
  /** Of each metric, one value for each round: the median of a round, or its mean where the metric is one. */
  readonly rounds: { readonly [Name in Metric]?: readonly number[] };
}

/** The metrics that a round has. */
export const METRICS: readonly (keyof Measured)[] = [
  "transmissionMs",
  "serviceMs",
  "cpuUsPerMessage",
  "messagesPerSecond",
  "startMs",
  "wallUsPerMessage",
];
