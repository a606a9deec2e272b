// Types only: what the comparison of two results has.
import type { JsonValue } from "../../result/json.js";
import type { Comparison, Measure } from "../comparison.js";

/**
 * What two results may differ in. See `mayDiffer` of `compareResults`.
 *
 * - `status`: one of the runs was not completed, or a payload did not arrive once and unchanged
 * - `busy`: the machine was busy with other things (`BUSY_MACHINE`) during one of the runs
 * - `rounds`: too few rounds to show any difference
 * - `adapters`: one of them did not measure an adapter
 * - `measures`: one of them has no value of a measure
 * - `machine`: the hardware, its limits, the container, the virtual machine
 * - `kernel`: the release of the operating system's kernel
 * - `node`: the runtime or the version of Node, of the caller or of an end
 * - `core`: the version of @wireduel/core, of the caller or of an end
 * - `flags`: flags of Node that may change what is measured
 * - `libraries`: the versions of the adapters' libraries
 * - `senders`: how many senders shared the load, or how many receivers they shared
 * - `settings`: other settings of the whole run
 * - `options`: the protocol, its options, codec, direction, encryption, profile or overrides
 * - `inEffect`: what an end reported as in effect
 * - `tls`: the version or the cipher of TLS
 * - `clock`: how one-way times are known
 * - `payload`, `load`, `network`: these settings of a timing
 * - `connections`: the number of connections, or of payloads in flight
 * - `warmup`: the payloads of the warm-up
 */
export type DifferenceName =
  | ("status" | "busy" | "rounds" | "adapters" | "measures" | "machine" | "kernel" | "node" | "core")
  | ("flags" | "libraries" | "settings" | "options" | "inEffect" | "tls" | "clock" | "payload" | "load")
  | ("network" | "connections" | "warmup" | "senders");

/** All names of differences. */
export const DIFFERENCES: readonly DifferenceName[] = [
  ...(["status", "busy", "rounds", "adapters", "measures", "machine", "kernel", "node", "core"] as const),
  ...(["flags", "libraries", "settings", "options", "inEffect", "tls", "clock", "payload", "load"] as const),
  ...(["network", "connections", "warmup", "senders"] as const),
];

/** One difference of two results. */
export interface ResultDifference {
  readonly name: DifferenceName;
  /** The label of base's adapter. Null: of the whole run. */
  readonly of: string | null;
  /** What exactly differs, such as `cpuModel` or `receiver.libraries.ws`. */
  readonly what: string;
  /** Its value in base. Null if there is none. */
  readonly base: JsonValue;
  /** Its value in head. Null if there is none. */
  readonly head: JsonValue;
}

/** Which result was compared. */
export interface ComparedResult {
  readonly id: string;
  readonly startedAt: string;
  /** The Git commit of the caller's working directory. Null if unknown. */
  readonly commit: string | null;
}

/** Two results compared: see `compareResults`. */
export interface ResultComparison {
  readonly base: ComparedResult;
  readonly head: ComparedResult;
  /**
   * Whether the adapters of base and head took turns in one run. If not, each was measured in a run of its own, and
   * whatever else changed between the two runs is a part of the ratio.
   */
  readonly paired: boolean;
  readonly decideBy: Measure;
  readonly margin: number;
  /**
   * Each adapter of head (`label`) compared with that of base (`to`), by each measure that both have. `ratio` is that
   * of head divided by base. All intervals and claims hold together.
   */
  readonly comparisons: readonly Comparison[];
  /** The differences that `mayDiffer` permitted. */
  readonly permitted: readonly ResultDifference[];
}
