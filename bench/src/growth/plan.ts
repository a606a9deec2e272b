/** What grows in a transfer, and its values: the cost of a message is measured. */
export const TRANSFER_STEPS: Readonly<Record<"connections" | "in flight" | "bytes", readonly number[]>> = {
  connections: [1, 16, 256, 1_024],
  "in flight": [1, 16, 256, 1_024, 4_096],
  bytes: [0, 100, 10_000, 1_000_000, 16 * 2 ** 20, 64 * 2 ** 20],
};
export type TransferAxis = keyof typeof TRANSFER_STEPS;
/** The same of a run: its memory and its result are measured. */
export const RUN_STEPS: Readonly<Record<"rows" | "rounds", readonly number[]>> = {
  rows: [1, 10, 50],
  rounds: [1, 10, 100],
};

/** Adapters; core alone, over the adapter in memory; and a loop on bare sockets, to tell core's growth from that of Node and the kernel. */
export const PROTOCOLS = ["ws", "gRPC", "tcp", "core, in memory", "node:net"] as const;
export type GrowthProtocol = (typeof PROTOCOLS)[number];

/** So many payloads are in flight over all connections together, whatever their number. */
export const CONNECTIONS_IN_FLIGHT = 1_024;
/** Of a small payload. */
export const SMALL_BYTES = 100;
/** How long a transfer is measured. */
export const MEASURE_MS = 1_000;
const WARMUP_MESSAGES = 20_000;
const WARMUP_BYTES = 200e6;

/** A closed loop, in plain data for its process. */
export interface TransferOrder {
  readonly axis: TransferAxis;
  readonly value: number;
  readonly protocol: GrowthProtocol;
}

/** What a transfer is, apart from its protocol. */
export interface TransferShape {
  readonly bytes: number;
  readonly inFlight: number;
  readonly connections: number;
  /** Over each connection. */
  readonly warmupCount: number;
  /** Large payloads are counted, as few of them take long. */
  readonly load: { readonly durationMs: number } | { readonly count: number };
}

export function shapeOf({ axis, value }: Pick<TransferOrder, "axis" | "value">): TransferShape {
  const bytes = axis === "bytes" ? value : SMALL_BYTES;
  const connections = axis === "connections" ? value : 1;
  const inFlight = axis === "in flight" ? value : axis === "connections" ? CONNECTIONS_IN_FLIGHT : 1;
  const few = Math.ceil(WARMUP_BYTES / Math.max(1, bytes));
  const warmup = Math.max(Math.min(WARMUP_MESSAGES, few), inFlight);
  return {
    bytes,
    inFlight,
    connections,
    warmupCount: Math.ceil(warmup / connections),
    load: few < 20 ? { count: 2 * few } : { durationMs: MEASURE_MS },
  };
}

/** What one transfer gave. */
export interface TransferMeasured extends TransferOrder, TransferNumbers {
  readonly kind: "transfer";
  readonly round: number;
}

export interface TransferNumbers {
  readonly perSecond: number;
  /** CPU time of both ends together for each message, in microseconds. */
  readonly cpuUs: number;
  /** Minor page faults of both ends for each message. Null: the system does not count them. */
  readonly faults: number | null;
  /** System calls of the sender that read or write, for each message. Null: the system does not count them. */
  readonly ioCalls: number | null;
}

/** A run of many adapters, or of many rounds. */
export interface RunOrder {
  readonly axis: keyof typeof RUN_STEPS;
  readonly value: number;
}

/** How many payloads each round of such a run sends, and how many adapters or rounds it has on the other axis. */
export const RUN_PAYLOADS = 2_000;
export const RUN_ROWS = 1;
export const RUN_ROUNDS = 1;

/** What one such run gave. */
export interface RunMeasured extends RunOrder, RunNumbers {
  readonly kind: "run";
}

export interface RunNumbers {
  /** From `runBenchmark` to its result. */
  readonly runMs: number;
  /** What the process of the run had at its peak, over its value before, resident. */
  readonly peakBytes: number;
  /** What the result holds of V8's heap and of buffers, after a garbage collection. */
  readonly heldBytes: number;
  /** As JSON. */
  readonly resultBytes: number;
  /** The result as JSON, as text and as a page. */
  readonly writeMs: number;
}

export type GrowthMeasured = TransferMeasured | RunMeasured;

/** The settings of a stored file. */
export interface GrowthSettings {
  readonly rounds: number;
  readonly measureMs: number;
  readonly runPayloads: number;
}
