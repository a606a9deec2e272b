import type { JsonObject } from "@wireduel/core";
import type { VariantName } from "./variants.js";

/** One measurement, in fresh processes each time. Plain data, because another process runs it. */
export type Cell = TransferCell | StartCell | ImportsCell | CommandCell | CoreCell;

/** Payloads in a closed loop from one process to another. */
export interface TransferCell {
  readonly kind: "transfer";
  readonly variant: VariantName;
  readonly payloadBytes: number;
  /** Payloads in flight. */
  readonly inFlight: number;
  readonly connections: number;
  /** Over each connection, before the measured ones. */
  readonly warmupCount: number;
  readonly count: number;
}

/** From the call of `runBenchmark` to the acknowledgement of its first payload. */
export interface StartCell {
  readonly kind: "start";
  readonly variant: VariantName;
}

/** From the fork of a process until it has imported the modules of a `StartCell`. */
export interface ImportsCell {
  readonly kind: "imports";
  readonly variant: VariantName;
}

/** From the start of `wireduel ws grpc --quick` to its first payload, or until its modules are loaded. */
export interface CommandCell {
  readonly kind: "command";
  readonly until: "first payload" | "imported" | "imported, again";
}

/** Core alone: payloads over the memory adapter, both ends in one process. */
export interface CoreCell {
  readonly kind: "core";
  readonly payloadBytes: number;
  readonly inFlight: number;
  readonly connections: number;
  /** Whether it is compared with an equal cell. */
  readonly again?: true;
  /** Over each connection. */
  readonly warmupCount: number;
  readonly count: number;
}

/** The numbers of one round. They depend on the kind of cell. */
export type Measured = { readonly [Name in Metric]?: number };

/** The setup of a round: effective settings, and versions of libraries. */
export interface About {
  readonly settings: JsonObject;
  readonly libraries: Readonly<Record<string, string>>;
}

/** One round of a cell. */
export interface Round {
  readonly measured: Measured;
  /** Of an adapter's transfer. */
  readonly about?: About;
}

export type Metric =
  /** Median time from the payload in the sender's hands to the payload in the receiver's. */
  | "transmissionMs"
  /** Median of the time to the acknowledgement. */
  | "serviceMs"
  /** CPU time of both processes, user and system, per message. */
  | "cpuUsPerMessage"
  /** Minor page faults of the sender's process per message. Only where the system counts them. */
  | "senderFaults"
  /** Those of the receiver's process. */
  | "receiverFaults"
  /** Acknowledged messages per second. */
  | "messagesPerSecond"
  /** Bytes on the wire, both directions, for each byte of payload. Only of variants with `payloads`. */
  | "wireRatio"
  | "startMs"
  | "wallUsPerMessage";

/** The unit of each metric, for display. */
export const UNITS: Readonly<Record<Metric, string>> = {
  transmissionMs: "ms",
  serviceMs: "ms",
  cpuUsPerMessage: "µs CPU",
  senderFaults: "per message",
  receiverFaults: "per message",
  messagesPerSecond: "messages/s",
  wireRatio: "ratio",
  startMs: "ms",
  wallUsPerMessage: "µs",
};

/** A cell's name, the key of its results. Equal cells have equal names. */
export function nameOf(cell: Cell): string {
  if (cell.kind === "command") return `wireduel ws grpc --quick, ${cell.until}`;
  if (cell.kind !== "transfer" && cell.kind !== "core") return `${cell.kind}, ${cell.variant}`;
  const { payloadBytes, inFlight, connections } = cell;
  const name = cell.kind === "transfer" ? cell.variant : `core over memory${cell.again ? " again" : ""}`;
  return [
    `${name}, ${formatBytes(payloadBytes)}`,
    ...(inFlight > 1 ? [`${inFlight} in flight`] : []),
    ...(connections > 1 ? [`${connections} connections`] : []),
  ].join(", ");
}

/** `100 B`, `64 kB`, `5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e6) return `${bytes / 1e6} MB`;
  return bytes >= 1e3 ? `${bytes / 1e3} kB` : `${bytes} B`;
}
