/**
 * When payloads are due, as a run takes it: checked and complete. Rates and concurrency are of all connections together.
 * Of `count` and `durationMs` one is a number, the other null; `stages` last as long as their stages, or to `count`.
 */
export type Load = ClosedLoop | ConstantRate | Poisson | Stages;

/** A fixed number of payloads under way: each one's end makes the next due. */
export interface ClosedLoop {
  readonly kind: "closed-loop";
  /** Payloads under way at once. */
  readonly concurrency: number;
  /** A payload is due this long after the one before it was acknowledged or failed. */
  readonly thinkTimeMs: number;
  readonly count: number | null;
  readonly durationMs: number | null;
}

/** Payloads at equal distances, however late the replies are. */
export interface ConstantRate {
  readonly kind: "constant-rate";
  readonly ratePerSecond: number;
  readonly count: number | null;
  readonly durationMs: number | null;
}

/** Payloads at random distances (exponential, independent), as many users make them who know nothing of each other. */
export interface Poisson {
  readonly kind: "poisson";
  /** The mean. */
  readonly ratePerSecond: number;
  readonly seed: number;
  readonly count: number | null;
  readonly durationMs: number | null;
}

/** Rates one after the other: steps and ramps. */
export interface Stages {
  readonly kind: "stages";
  readonly stages: readonly Stage[];
  readonly count: number | null;
}

/** One stage: a rate that stays, or one that goes evenly from one value to another. */
export interface Stage {
  readonly ratePerSecond: number | { readonly from: number; readonly to: number };
  readonly durationMs: number;
}

/** Whether payloads are due by a plan, whatever the replies do (an open loop). */
export function isScheduled(load: Load): load is ConstantRate | Poisson | Stages {
  return load.kind !== "closed-loop";
}
