import type { BenchmarkResult, InvalidCode, Timing } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import { intervalOfRounds, type RoundsInterval } from "./interval-of-rounds.js";
import type { RoundValue } from "./round-values.js";
import type { ToleranceAnswer } from "./tolerance.js";

/** An absolute limit: how large a value of an adapter may be, such as its p99. */
export interface Limit {
  /** The label of the timing. */
  readonly label: string;
  readonly value: RoundValue;
  /** The most that is allowed, and the least of `throughput`. In ms, payloads per second, bytes, or a number. */
  readonly bound: number;
}

/** What the rounds of a run say of a limit. */
export interface LimitCheck {
  readonly limit: Limit;
  /** `within`: the whole interval keeps the limit. `beyond`: the whole interval is beyond it. */
  readonly answer: ToleranceAnswer;
  /** Null if the timing was not measured. */
  readonly interval: RoundsInterval | null;
  /** Why the numbers do not answer the question. Null if they do. */
  readonly reason: { readonly code: InvalidCode; readonly message: string } | null;
  /** `undecided`: about how many rounds would decide. Null otherwise, or if this cannot be estimated. */
  readonly roundsNeeded: number | null;
}

/**
 * The allowed error of all limits of a run together, at each end of their intervals. The comparisons of a run have as much
 * at each end.
 */
const ERROR = 0.025;

/**
 * Says of each limit whether a run keeps it. The intervals of all limits and of all cells of a matrix hold together.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkLimits(
  { timings, settings: { cells } }: Pick<BenchmarkResult, "timings" | "settings">,
  limits: readonly Limit[],
): readonly LimitCheck[] {
  const error = ERROR / limits.length / cells;
  return limits.map((limit) => {
    const timing = timings.find(({ label }) => label === limit.label);
    return timing === undefined ? notMeasured(limit) : checkLimit(timing, limit, error);
  });
}

function checkLimit(timing: Timing, limit: Limit, error: number): LimitCheck {
  const { value, bound } = limit;
  const interval = intervalOfRounds(timing, value, { confidence: 1 - 2 * error });
  if (interval.reason !== null) {
    const { code, message } = interval.reason;
    const reason = { code, message: `${message}${whyNoPercentile(interval.reason.code, value, timing)}` };
    return { limit, answer: "invalid", interval, reason, roundsNeeded: null };
  }
  const answer = answerTo(interval, bound);
  const roundsNeeded = answer === "undecided" ? roundsToAnswer(interval, bound, error) : null;
  return { limit, answer, interval, reason: null, roundsNeeded };
}

function notMeasured(limit: Limit): LimitCheck {
  const reason = { code: "NOT_MEASURED", message: `${limit.label} was not measured` } as const;
  return { limit, answer: "invalid", interval: null, reason, roundsNeeded: null };
}

/** A value at the bound itself keeps the limit. */
function answerTo({ low, high, betterLarge }: RoundsInterval, bound: number): ToleranceAnswer {
  const [best, worst] = betterLarge ? [high, low] : [low, high];
  const isBeyond = (end: number) => (betterLarge ? end < bound : end > bound);
  if (best !== null && isBeyond(best)) return "beyond";
  return worst !== null && !isBeyond(worst) ? "within" : "undecided";
}

/** The width of the interval shrinks with the square root of the number of rounds. */
function roundsToAnswer(
  { rounds, median, low, high }: RoundsInterval,
  bound: number,
  error: number,
): number | null {
  // With fewer rounds, no interval has ends.
  const fewest = Math.ceil(-Math.log2(error));
  if (low === null || high === null || median === null) return fewest > rounds ? fewest : null;
  const distance = Math.abs(bound - median);
  if (distance === 0) return null;
  const reach = median < bound ? high - median : median - low;
  return Math.max(rounds + 1, Math.ceil(rounds * (reach / distance) ** 2));
}

function whyNoPercentile(code: InvalidCode, value: RoundValue, timing: Timing): string {
  if (code !== "NOT_MEASURED" || !/p\d+$/.test(value)) return "";
  return `: too few payloads in a round (${typicalRound(timing).counts.acknowledged})`;
}
