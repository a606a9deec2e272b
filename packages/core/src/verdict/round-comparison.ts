// Types only, so that the types of a result need nothing of the code that compares.

/** What the rounds of two timings, a and b, show. */
export type RoundVerdict =
  | "a-faster"
  | "b-faster"
  /**
   * The interval contains 1. This does not mean that the two are equal: these rounds cannot separate them.
   */
  | "no-difference-shown"
  /** So few rounds cannot show any difference with this confidence. See `differencesFor`. */
  | "too-few-rounds";

/** The ratio of two timings, estimated from their rounds. */
export interface RoundComparison {
  /** How many rounds each of the two has. */
  readonly rounds: number;
  /** The time of a divided by the time of b. Below 1: a was faster. */
  readonly ratio: number;
  /**
   * Lower end of the confidence interval of the ratio. Null if there are too few rounds for this confidence.
   */
  readonly low: number | null;
  /** Upper end of the interval. Null where `low` is. */
  readonly high: number | null;
  /** The interval contains the true ratio with at least this probability. Between 0 and 1. */
  readonly confidence: number;
  /**
   * From the exact signed-rank test, two-sided. It is at most 1 - confidence exactly if the verdict names a
   * winner.
   */
  readonly pValue: number;
  /**
   * How much the ratio varied from block to block: the standard deviation of its natural logarithm. So 0.1
   * means about 10 %. Null for a single block.
   */
  readonly spread: number | null;
  readonly verdict: RoundVerdict;
}
