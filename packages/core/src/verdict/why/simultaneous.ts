import { type Judged, judge } from "../family.js";
import { type Evidence, rankDifferences } from "../signed-rank.js";

/** The differences of one part, one for each block. */
export interface PartOfBlocks {
  readonly differences: readonly number[];
  /** By how much all of them may be wrong in the same direction, because of the clocks. */
  readonly error: number;
}

/** What the blocks show of one part. */
export interface ShownPart {
  readonly estimate: number;
  /** Null if there are too few blocks. */
  readonly low: number | null;
  readonly high: number | null;
  readonly significant: boolean;
}

/**
 * Judges several parts of the same blocks, so that together they are wrong with a probability of at most `alpha`. A
 * part is weighted by the sum of the sizes of its differences, so that six blocks can show the part that matters.
 * Sizes may decide that: where there is no difference, the signs are like coins, whatever the sizes are, and the
 * test only looks at the signs.
 */
export function simultaneous(parts: readonly PartOfBlocks[], alpha: number): readonly ShownPart[] {
  const evidence = parts.map(evidenceOf);
  return judge(evidence, weightsOf(parts), alpha).map(({ low, high, sign }: Judged, index) => ({
    estimate: (evidence[index] as Evidence).estimate,
    low,
    high,
    significant: sign !== 0,
  }));
}

/** They add up to 1. Even a part without any difference has a little, so that it gets an interval at the end. */
function weightsOf(parts: readonly PartOfBlocks[]): readonly number[] {
  const sizes = parts.map(({ differences }) => differences.reduce((sum, one) => sum + Math.abs(one), 0));
  const least = Math.max(...sizes) / 1_000 || 1;
  const floored = sizes.map((size) => Math.max(size, least));
  const sum = floored.reduce((total, size) => total + size, 0);
  return floored.map((size) => size / sum);
}

/** An error of the clocks may have made a difference. So each end is that of the worst case. */
function evidenceOf({ differences, error }: PartOfBlocks): Evidence {
  const measured = rankDifferences(differences);
  if (error === 0) return measured;
  const least = rankDifferences(differences.map((one) => one - error));
  const most = rankDifferences(differences.map((one) => one + error));
  const { pAbove, lowerAt } = least;
  const { pBelow, upperAt } = most;
  return { estimate: measured.estimate, pAbove, lowerAt, pBelow, upperAt };
}
