/**
 * When payloads are due: a load with all defaults filled in. Rates and concurrency apply to all connections
 * together. Either `count` or `durationMs` is a number, and the other is null. `stages` end with the last
 * stage or after `count`.
 */
export type Load = ClosedLoop | ConstantRate | Poisson | Stages;

/** A fixed number of payloads in flight. When one settles, the next is due. */
export interface ClosedLoop {
  readonly kind: "closed-loop";
  /** How many payloads are in flight at once. */
  readonly concurrency: number;
  /** How long after a payload is acknowledged or fails the next one is due. */
  readonly thinkTimeMs: number;
  readonly count: number | null;
  readonly durationMs: number | null;
}

/** Payloads at equal intervals, even if replies are late. */
export interface ConstantRate {
  readonly kind: "constant-rate";
  readonly ratePerSecond: number;
  readonly count: number | null;
  readonly durationMs: number | null;
}

/** Payloads at random intervals (exponential, independent), like requests of many independent users. */
export interface Poisson {
  readonly kind: "poisson";
  /** The mean rate. */
  readonly ratePerSecond: number;
  readonly seed: number;
  readonly count: number | null;
  readonly durationMs: number | null;
}

/** A sequence of rates: steps and ramps. */
export interface Stages {
  readonly kind: "stages";
  readonly stages: readonly Stage[];
  readonly count: number | null;
}

/** One stage: a constant rate, or a linear ramp between two rates. */
export interface Stage {
  readonly ratePerSecond: number | { readonly from: number; readonly to: number };
  readonly durationMs: number;
}

/** Whether payloads are due by a schedule that does not wait for replies (an open loop). */
export function isScheduled(load: Load): load is ConstantRate | Poisson | Stages {
  return load.kind !== "closed-loop";
}

/** A closed loop without pauses. */
export function backToBack(concurrency: number, count: number, durationMs: number | null = null): ClosedLoop {
  return { kind: "closed-loop", concurrency, thinkTimeMs: 0, count, durationMs };
}
