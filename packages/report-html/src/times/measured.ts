import {
  type BenchmarkResult,
  type PicturedTime,
  picturedRounds,
  type RoundResult,
  type Summary,
} from "@wireduel/core/report";
import { type Distribution, distributionOf } from "./distribution.js";
import { readHistogram } from "./read-histogram.js";

/** The times of a timing, for pictures. */
export interface Measured {
  readonly label: string;
  /** Its index in the result. */
  readonly index: number;
  readonly rounds: readonly MeasuredRound[];
}

/** The times of a round. */
export interface MeasuredRound {
  /** Index of its block, from 0. */
  readonly block: number;
  /** What it lacks, in words. "" if nothing. */
  readonly faults: string;
  /** It has no bins if nothing was measured. Undefined if its histogram cannot be read. */
  readonly times: Distribution | undefined;
  /** As the result has it: exact if it lists every payload. */
  readonly summary: Summary | null;
  /** Whether its histogram cannot be read. */
  readonly isBroken: boolean;
}

/** The times of all rounds. */
export function measuredTimes(result: BenchmarkResult, { time }: PicturedTime): Measured[] {
  return picturedRounds(result).map(({ label, rounds }, index) => ({
    label,
    index,
    rounds: rounds.map(({ round, faults }) => ({
      block: round.block,
      faults,
      summary: round.times[time],
      ...timesOf(round, time),
    })),
  }));
}

/** Payloads that were acknowledged but have no such time are not missing: it could not be measured. */
function timesOf(
  { histograms, counts }: RoundResult,
  time: PicturedTime["time"],
): Pick<MeasuredRound, "times" | "isBroken"> {
  const histogram = histograms[time];
  const bins = histogram === null ? [] : readHistogram(histogram);
  if (bins === undefined) return { times: undefined, isBroken: true };
  const missing = counts.sent + counts.dropped - (histogram?.samples ?? counts.acknowledged);
  return { times: distributionOf([bins], Math.max(0, missing)), isBroken: false };
}

/** The times of all rounds of a timing together. */
export function together({ rounds }: Measured): Distribution {
  const times = rounds.flatMap((round) => round.times ?? []);
  return distributionOf(
    times.map(({ bins }) => bins),
    times.reduce((sum, { missing }) => sum + missing, 0),
  );
}

/** A sentence about the histograms that cannot be read. None if all can. */
export function aboutBroken(timings: readonly Measured[]): string[] {
  const broken = timings.filter(({ rounds }) => rounds.some(({ isBroken }) => isBroken));
  if (broken.length === 0) return [];
  const rounds = broken.reduce((sum, one) => sum + one.rounds.filter(({ isBroken }) => isBroken).length, 0);
  const these = rounds === 1 ? "One histogram is" : `${rounds} histograms are`;
  return [`${these} broken, and left out: ${broken.map(({ label }) => label).join(", ")}.`];
}
