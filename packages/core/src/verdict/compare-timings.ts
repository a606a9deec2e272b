import type { RoundResult, Timing, TimingComparison } from "../result/result.js";
import { clockErrorMs } from "./clock-error.js";
import { compareRounds } from "./compare-rounds.js";
import { type ComparedTime, comparedTimes } from "./compared-times.js";
import type { RoundComparison, RoundVerdict } from "./round-comparison.js";

/** `compareRounds` compares a, the timing, with b, the first timing. */
const VERDICTS: Readonly<Record<RoundVerdict, TimingComparison["verdict"]>> = {
  "a-faster": "faster",
  "b-faster": "slower",
  "no-difference-shown": "no-difference-shown",
  "too-few-rounds": "too-few-rounds",
};

/**
 * Compares each timing with the first one, by each time of `comparedTimes`. A pair has no comparison by a time if
 * a median is not known or not positive, or if clocks that are not known well enough could make it so.
 */
export function compareTimings(timings: readonly Timing[]): TimingComparison[] {
  const [first, ...others] = timings;
  if (first === undefined) return [];
  return comparedTimes(timings).flatMap((of) =>
    others.flatMap((timing) => {
      const comparison = comparePair(mediansOf(timing, of), mediansOf(first, of));
      if (comparison === undefined) return [];
      const { verdict, ...numbers } = comparison;
      return { label: timing.label, to: first.label, of, ...numbers, verdict: VERDICTS[verdict] };
    }),
  );
}

/** A median, and by how much the clocks may make it wrong. */
interface Median {
  readonly ms: number;
  readonly errorMs: number;
}

function mediansOf({ rounds }: Timing, of: ComparedTime): readonly Median[] {
  return rounds.map((round: RoundResult) => ({
    ms: round.times[of]?.p50 ?? Number.NaN,
    errorMs: of === "transmissionMs" ? clockErrorMs(round) : 0,
  }));
}

/**
 * The error of a clock offset is the same for every payload of a round and similar for every round, so more rounds
 * do not remove it. So the interval reaches from that of the smallest possible ratio to that of the largest.
 */
function comparePair(a: readonly Median[], b: readonly Median[]): RoundComparison | undefined {
  const shifted = (medians: readonly Median[], sign: -1 | 0 | 1) =>
    medians.map(({ ms, errorMs }) => (sign === 0 ? ms : ms + sign * errorMs));
  const [least, most] = [
    [shifted(a, -1), shifted(b, 1)],
    [shifted(a, 1), shifted(b, -1)],
  ] as const;
  const valid = [...least, ...most].flat().every((median) => median > 0 && Number.isFinite(median));
  if (!valid) return undefined;
  const comparison = compareRounds(shifted(a, 0), shifted(b, 0));
  const [smallest, largest] = [compareRounds(...least), compareRounds(...most)];
  const { low } = smallest;
  const { high } = largest;
  const verdict = verdictOf(low, high);
  return { ...comparison, low, high, verdict, pValue: pValueOf(verdict, smallest, comparison, largest) };
}

function verdictOf(low: number | null, high: number | null): RoundVerdict {
  if (low === null || high === null) return "too-few-rounds";
  if (high < 1) return "a-faster";
  return low > 1 ? "b-faster" : "no-difference-shown";
}

/** The weakest evidence counts. If the clocks decide which of the two is faster, there is none. */
function pValueOf(verdict: RoundVerdict, ...ratios: readonly RoundComparison[]): number {
  const verdicts = new Set(ratios.map((one) => one.verdict));
  const contradict = verdicts.has("a-faster") && verdicts.has("b-faster");
  return contradict && verdict === "no-difference-shown"
    ? 1
    : Math.max(...ratios.map(({ pValue }) => pValue));
}
