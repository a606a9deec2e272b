// The types of the result of a matrix.
import type { ErrorCode, Failure, Warning } from "../failure/codes.js";
import type { Load } from "../load/load.js";
import type { Network } from "../network/network.js";
import type { Measure, Verdict } from "../verdict/comparison.js";
import type {
  AdapterReport,
  BenchmarkResult,
  Machine,
  PayloadReport,
  Provenance,
  RunSettings,
} from "./result.js";

/** The version of the schema of a matrix. It changes if a program for an older version could misread one. */
export const MATRIX_SCHEMA_VERSION = 1;

/**
 * The result of `runMatrix`, as plain JSON. It crosses payloads, networks and loads. Each combination is a cell,
 * with a result of its own.
 */
export interface MatrixResult {
  readonly schemaVersion: typeof MATRIX_SCHEMA_VERSION;
  readonly kind: "matrix";
  /**
   * `completed`: every cell is complete. `failed`: all cells have ended, and at least one failed. `aborted`: the caller aborted
   * the matrix, or an error ended it. `running`: a stored state of a matrix that is not finished.
   */
  readonly status: MatrixStatus;
  /** When the matrix started, in ISO 8601. If it was resumed: when it started first. */
  readonly startedAt: string;
  /** When the matrix ended, or was stored last, in ISO 8601. */
  readonly endedAt: string;
  /** How long it ran. If it was resumed: all parts together, without the time between them. */
  readonly durationMs: number;
  /** The settings of the matrix. Those of a single cell are in its result. */
  readonly settings: RunSettings;
  /**
   * All intervals of all cells contain their true ratios together with at least this probability. Each cell has its
   * share of the error.
   */
  readonly confidence: number;
  /** The machine on which `runMatrix` was called. */
  readonly machine: Machine;
  /** What measured it. If it was resumed, `activity` is that of the last part. */
  readonly provenance: Provenance;
  /** Reasons to read all numbers with care. Those of a cell are in its result. */
  readonly warnings: readonly Warning[];
  /** What was compared, in the order of the options. */
  readonly adapters: readonly MatrixAdapter[];
  readonly axes: MatrixAxes;
  /** Every combination: all loads of the first network of the first payload, then those of the next network, ... */
  readonly cells: readonly MatrixCell[];
  /** How each pair compares along the sizes of the payloads, for each network and load. */
  readonly crossovers: readonly Crossover[];
  /** Which adapter is fastest, for each cell with a result. */
  readonly fastest: readonly FastestOfCell[];
}

/** How a matrix ended, or `running`. */
export type MatrixStatus = "completed" | "failed" | "aborted" | "running";

/** An adapter of a matrix. */
export interface MatrixAdapter {
  /** The name in reports. Unique in the matrix. */
  readonly label: string;
  readonly adapter: AdapterReport;
  /** Versions of the libraries that it uses on this machine. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** What is crossed. */
export interface MatrixAxes {
  readonly payloads: readonly PayloadPoint[];
  readonly networks: readonly NetworkPoint[];
  readonly loads: readonly LoadPoint[];
}

/** A point of the axis of payloads. */
export interface PayloadPoint {
  /** The name that was given, or the size. Unique on the axis. */
  readonly label: string;
  /** What was sent. With several loads, `distinct` is that of the first load. */
  readonly payload: PayloadReport;
  /** SHA-256 of the bytes that were given. Null if all payloads were generated. */
  readonly sha256: string | null;
}

/** A point of the axis of networks. */
export interface NetworkPoint {
  /** The name that was given, or the network's own. `none` without one. Unique on the axis. */
  readonly label: string;
  /** Null: no network was emulated. */
  readonly network: Network | null;
}

/** A point of the axis of loads. */
export interface LoadPoint {
  /** The name that was given, or a short description. Unique on the axis. */
  readonly label: string;
  readonly load: Load;
}

/** One combination of a payload, a network and a load. */
export interface MatrixCell {
  /** Index in `axes.payloads`. */
  readonly payload: number;
  /** Index in `axes.networks`. */
  readonly network: number;
  /** Index in `axes.loads`. */
  readonly load: number;
  readonly connections: number;
  /** The maximum number of payloads in flight. */
  readonly maxInFlight: number;
  /** How many payloads were sent over each connection before the measured ones. */
  readonly warmupCount: number;
  /** `unfinished`: the matrix ended before this cell had all its rounds, or is still running. */
  readonly status: "completed" | "failed" | "unfinished";
  /** How many blocks are complete. In each, every adapter has one round. */
  readonly blocks: number;
  /** What ended this cell early. The other cells went on. Null if nothing did. */
  readonly error: Failure<ErrorCode> | null;
  /** What was measured. It lists no transmissions. Null if nothing was. */
  readonly result: BenchmarkResult | null;
}

/**
 * How two adapters compare along the sizes of the payloads, under one network and load, by the measure that decides.
 * Only payloads of the same kind are on one line.
 */
export interface Crossover {
  /** Index in `axes.networks`. */
  readonly network: number;
  /** Index in `axes.loads`. */
  readonly load: number;
  /** The kind of the payloads: that of `PayloadSourceReport`, several joined by `+`, and `given` for given ones. */
  readonly payloads: string;
  /** A point is `faster` if this adapter is faster than the other one. */
  readonly label: string;
  /** The other adapter. */
  readonly to: string;
  readonly by: Measure;
  /**
   * What the points show together. A point shows something if it is `faster`, `slower` or `same`.
   *
   * - `one-size`: there is only one size
   * - `nothing-shown`: no point shows anything
   * - `constant`: all points that show something show the same
   * - `turns`: the points change in one direction, such as faster, same, slower. `turns` says where.
   * - `not-monotone`: the points change back and forth, so no size divides them
   */
  readonly course: "one-size" | "nothing-shown" | "constant" | "turns" | "not-monotone";
  /** In the order of sizes. */
  readonly points: readonly CrossoverPoint[];
  /** Each change along the sizes, also those that go back. */
  readonly turns: readonly CrossoverTurn[];
}

/** One size of a crossover. */
export interface CrossoverPoint {
  /** Index in `axes.payloads`. */
  readonly payload: number;
  /** The mean size of the payloads. */
  readonly bytes: number;
  /** `invalid` also if this cell has no comparison of the two. */
  readonly verdict: Verdict;
  /** As in `Comparison`. */
  readonly ratio: number | null;
  /** As in `Comparison`. */
  readonly low: number | null;
  /** As in `Comparison`. */
  readonly high: number | null;
}

/** Between these two sizes, the verdict changes. Sizes between them showed nothing. */
export interface CrossoverTurn {
  readonly from: "faster" | "same" | "slower";
  readonly to: "faster" | "same" | "slower";
  /** The last size that shows `from`. */
  readonly afterBytes: number;
  /** The first size that shows `to`. */
  readonly beforeBytes: number;
}

/** Which adapter is fastest in a cell, by the measure that decides. */
export interface FastestOfCell {
  /** Index in `cells`. */
  readonly cell: number;
  /** The measure that decides. Null if nothing was compared. */
  readonly by: Measure | null;
  /**
   * - `one`: it is shown to be faster than every other valid one
   * - `same`: all of `labels` are shown to be the same as the reference, which is one of them
   * - `undecided`: any of `labels` may be the fastest
   * - `unknown`: nothing valid was compared
   */
  readonly verdict: "one" | "same" | "undecided" | "unknown";
  /** The adapters that no other one is shown to be faster than. In the order of the options. */
  readonly labels: readonly string[];
  /** The adapters whose numbers are not valid here. */
  readonly invalid: readonly string[];
}
