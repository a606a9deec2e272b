import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { EmitterLike } from "../options/emitter-option.js";
import type { LoadOption } from "../options/load-option.js";
import type { NetworkOption } from "../options/network-option.js";
import type { PayloadOption } from "../options/payload-option.js";
import type { MatrixHandlers } from "./matrix-events.js";

/** Values of an axis: a list, or an object of names and values. The names become labels. */
export type AxisOption<T> = readonly T[] | Readonly<Record<string, T>>;

/** A network, or none. */
export type MatrixNetwork = NetworkOption | "none" | null;

/** Options of `runBenchmark` that `MatrixOptions` defines anew. */
type Replaced = "payload" | "network" | "load" | "file" | "events";

/**
 * Options of `runMatrix`: those of `runBenchmark`, and the axes. Each axis is a list of values, an object of names and
 * values, or the option of `runBenchmark` for a single value. Not both.
 */
export interface MatrixOptions extends Omit<BenchmarkOptions, Replaced> {
  /** The payload of every cell. Instead of `payloads`. */
  payload?: PayloadOption | undefined;
  /** The axis of payloads: `[{ sizeBytes: 100 }, { sizeBytes: 1e6 }]`, or `{ small: …, photo: … }`. */
  payloads?: AxisOption<PayloadOption> | undefined;
  /** The network of every cell. Instead of `networks`. */
  network?: MatrixNetwork | undefined;
  /** The axis of networks: `["none", "lan", "wan"]`. Default: none. */
  networks?: AxisOption<MatrixNetwork> | undefined;
  /** The load of every cell. Instead of `loads`. */
  load?: LoadOption | undefined;
  /** The axis of loads. Instead of `load`, or `count` and `delayMs`. */
  loads?: AxisOption<LoadOption> | undefined;
  /**
   * Where to store the matrix, as JSON. It is written after each block of a cell. If the file exists, the matrix goes on
   * where it stopped, and a complete one is returned without measuring. Default: not stored.
   */
  file?: string | undefined;
  /**
   * Receives the events of all cells: an emitter of `node:events` or eventemitter3, or an object of handlers.
   */
  events?: EmitterLike | MatrixHandlers | undefined;
}
