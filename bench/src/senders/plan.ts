/** What one run with several local senders gave. */
export interface ThroughputMeasured {
  readonly kind: "throughput";
  readonly protocol: string;
  readonly senders: number;
  readonly round: number;
  readonly acknowledgedPerSecond: number;
  /** CPU time of all sender processes for each payload, in microseconds. */
  readonly senderCpuUs: number;
  readonly receiverCpuUs: number;
  /** How busy the event loop of the receiver was, from 0 to 1. */
  readonly receiverBusy: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly startSkewMs: number;
}

/** What the process of the run needed for its senders, which were simulated. */
export interface CoordinatorMeasured {
  readonly kind: "coordinator";
  readonly senders: number;
  readonly round: number;
  /** From the first sender that joined to the last one. The senders share the machine, and make their calls at the same time. */
  readonly joinMs: number;
  /** From there to the instant of the start: connect, warm up, compare clocks, and the lead of the start. */
  readonly prepareMs: number;
  /** From the end of all loads to the result: collect the reports, and merge them. */
  readonly mergeMs: number;
  /** How long before the instant of the start the last sender heard of it. Negative: it began late. */
  readonly heardBeforeMs: number;
  /** How much more memory the process had at its peak than before the run, in bytes. */
  readonly memoryBytes: number;
  /** CPU time of the process, in milliseconds. */
  readonly cpuMs: number;
  /** The result as JSON, in bytes. */
  readonly resultBytes: number;
}

export type SendersMeasured = ThroughputMeasured | CoordinatorMeasured;

/** The settings of a stored file. */
export interface SendersSettings {
  readonly rounds: number;
  readonly payloadBytes: number;
  readonly concurrency: number;
  readonly durationMs: number;
  /** How many payloads each simulated sender reports. */
  readonly reported: number;
}

/** What the processes of the simulation tell each other. */
export interface CoordinatorOrder {
  readonly senders: number;
  readonly reported: number;
}

/** The first message of the process of the run. */
export interface Listening {
  readonly url: string;
}

/** What the process of the run knows when it is over. `joinedAt` and `resultAt` are nanoseconds of the machine's clock. */
export interface CoordinatorReport
  extends Pick<CoordinatorMeasured, "memoryBytes" | "cpuMs" | "resultBytes"> {
  readonly firstJoinedAt: number;
  readonly lastJoinedAt: number;
  readonly resultAt: number;
}

/** What the process of the simulated senders does. */
export interface SimulationOrder extends CoordinatorOrder, Listening {}

/** What the simulated senders saw, in nanoseconds of the machine's clock. */
export interface SimulationReport {
  /** When the loads began, and also ended. */
  readonly beganAt: number;
  /** How long before that the last sender heard of it. */
  readonly heardBefore: number;
}
