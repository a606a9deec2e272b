// Needs nothing, so that the types of a result need nothing of the code that compares.

/**
 * What two timings are compared by. Each is one number for each round:
 *
 * - `transmission`: the median time from the payload at the sender to the decoded payload at the receiver
 * - `service`: the median time from sent to acknowledged
 * - `response`: the median time from due to acknowledged. Scheduled loads only.
 * - `p99`: the 99th percentile of the response time under a scheduled load, otherwise of the transmission time
 * - `throughput`: acknowledged payloads per second. Only of a closed loop without think time.
 * - `cpu`: CPU time per acknowledged payload, of both ends together
 * - `faults`: minor page faults per acknowledged payload, of both ends together. Less than one counts as one.
 * - `bytes`: bytes on the wire per payload, in both directions. Needs `wireBytes`.
 */
export type Measure =
  | "transmission"
  | "service"
  | "response"
  | "p99"
  | "throughput"
  | "cpu"
  | "faults"
  | "bytes";

/** All measures, in the order in which reports list them. */
export const MEASURES: readonly Measure[] = [
  ...(["transmission", "service", "response", "p99"] as const),
  ...(["throughput", "cpu", "faults", "bytes"] as const),
];

/**
 * What a comparison shows.
 *
 * - `faster`, `slower`: the ratio is not 1, and the interval lies on one side of it. For `cpu`, `faults` and `bytes`: it
 *   used less, or more.
 * - `same`: the whole interval lies within the margin, even if it excludes 1
 * - `undecided`: none of these. `low` and `high` say what is ruled out.
 * - `invalid`: the numbers do not answer the question. `reason` says why.
 */
export type Verdict = (typeof VERDICTS)[number];

/** All verdicts. */
export const VERDICTS = ["faster", "slower", "same", "undecided", "invalid"] as const;

/**
 * Why two timings cannot be compared by a measure.
 *
 * - `NOT_WHOLE`: payloads were lost, damaged, duplicated or not delivered, or failed, or a round ended early
 * - `SENDER_SATURATED`: under a scheduled load, the sender was too slow in most rounds, so the numbers describe the sender
 * - `DROPPED`: payloads were due but not sent
 * - `CLOCK`: the clocks of the two ends are not known well enough for one-way times
 * - `NOT_MEASURED`: one of the two was not measured, or a value is missing
 */
export type InvalidCode = (typeof INVALID_CODES)[number];

/** All reasons why a comparison is `invalid`. The first one that applies is reported. */
export const INVALID_CODES = ["NOT_WHOLE", "SENDER_SATURATED", "DROPPED", "CLOCK", "NOT_MEASURED"] as const;

/** One timing compared with another one by one measure. */
export interface Comparison {
  /** The label of this timing. */
  readonly label: string;
  /** The label of the timing it is compared with. */
  readonly to: string;
  readonly by: Measure;
  /** Whether this is the measure that decides: see `decideBy`. */
  readonly decides: boolean;
  /** How many blocks were compared: those in which both have a round. 0 if `invalid` before that. */
  readonly rounds: number;
  /** The value of this timing divided by that of the other one. Null if `invalid`. */
  readonly ratio: number | null;
  /**
   * Lower end of the interval of the ratio. Null if there are too few rounds for the level of this end, or if
   * `invalid`. Exactly 1 if the rounds show that the ratio is above 1, but not by how much.
   */
  readonly low: number | null;
  /** Upper end of the interval. Like `low`. With few rounds, one of the two may be null. */
  readonly high: number | null;
  /**
   * All intervals of the run contain their true ratios together with at least this probability. Between 0 and 1.
   */
  readonly confidence: number;
  /** Adjusted for all comparisons of the run (Holm). Null if `invalid`. */
  readonly pValue: number | null;
  /** The standard deviation of the logarithm of the ratio from block to block. Null for a single block. */
  readonly spread: number | null;
  /** Whether rounds of the same block were compared. False if the two were measured in different runs. */
  readonly paired: boolean;
  readonly verdict: Verdict;
  /** Why it is `invalid`. Null if it is not. */
  readonly reason: { readonly code: InvalidCode; readonly message: string } | null;
  /** `undecided`: about how many rounds would decide. Null otherwise, or if this cannot be estimated. */
  readonly roundsNeeded: number | null;
}
