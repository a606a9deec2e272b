/** The protocols whose load generators are compared. */
export const PROTOCOLS = ["ws", "gRPC unary", "HTTP/1.1"] as const;
export type PeerProtocol = (typeof PROTOCOLS)[number];

/** What makes the load: a tool, a loop of a few lines on the library, the least that Node can do, or Wireduel. */
export type Generator = "Artillery" | "autocannon" | "plain loop" | "bare client" | "Wireduel";

/** Many connections with one message in flight on each, or one connection. */
export type Trial = "capacity" | "latency";

/** The generators of each protocol, by trial. */
export const GENERATORS: Readonly<Record<Trial, Readonly<Record<PeerProtocol, readonly Generator[]>>>> = {
  capacity: {
    ws: ["Artillery", "plain loop", "Wireduel"],
    "gRPC unary": ["plain loop", "Wireduel"],
    "HTTP/1.1": ["autocannon", "Wireduel"],
  },
  latency: {
    ws: ["bare client", "Artillery", "plain loop", "Wireduel"],
    "gRPC unary": ["bare client", "plain loop", "Wireduel"],
    "HTTP/1.1": ["bare client", "autocannon", "Wireduel"],
  },
};

/** Of a message, and of its answer. */
export const BYTES = 100;
export const CONNECTIONS: Readonly<Record<Trial, number>> = { capacity: 16, latency: 1 };
/** Before the measured time, at full rate: V8 compiles the hot code. */
export const WARMUP_MS = 1_500;
/** Of Wireduel and of the loops: the same number, however fast the machine is. */
export const WARMUP_MESSAGES = 16_000;
export const MEASURE_MS = 2_000;

/** One measurement: what a generator does. */
export interface PeerTask {
  readonly protocol: PeerProtocol;
  readonly trial: Trial;
  readonly generator: Generator;
}

/** What the generator itself says of its round trips, in microseconds. Null: it says nothing. */
export interface Reported {
  readonly p50Us: number | null;
  readonly p99Us: number | null;
}

/** What was measured. */
export interface PeerNumbers extends Reported {
  /** Answers per second. Those of the peers are counted by their server. */
  readonly perSecond: number;
  /** CPU time of the generator for each message, user and system, in microseconds. */
  readonly generatorCpuUs: number;
}

export interface PeerMeasured extends PeerTask, PeerNumbers {
  readonly round: number;
}

/** The settings of a stored file. */
export interface PeersSettings {
  readonly rounds: number;
  readonly bytes: number;
  readonly connections: number;
  readonly measureMs: number;
  readonly versions: Readonly<Record<string, string>>;
}
