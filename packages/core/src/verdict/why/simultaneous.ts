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

/** What the largest part gets of the level, at least. Six blocks can show it with 0.625. The rest goes by size. */
const OF_LARGEST = 0.7;

/**
 * Judges several parts of the same blocks. It claims a difference that is none with a probability of at most `alpha`, and
 * the intervals hold together with the same probability, too.
 *
 * It is a closed test (Marcus, Peritz and Gabriel, 1976): a part is shown if every set of parts that contains it is. A set is
 * shown if a part of it is, at its share of the level. The largest part of the set gets most of it. So six blocks show
 * large parts one after another, and a noisy one does not hide the others for ever. Sizes may decide the shares: where
 * there is no difference, the signs are like coins, whatever the sizes are, and the test only looks at the signs.
 */
export function simultaneous(parts: readonly PartOfBlocks[], alpha: number): readonly ShownPart[] {
  const all = [...parts.keys()];
  const sizes = parts.map(({ differences }) => differences.reduce((sum, one) => sum + Math.abs(one), 0));
  const evidence = parts.map(evidenceOf);
  const isShown = (set: readonly number[]) =>
    set.some((index) => pValueOf(evidence[index] as Evidence) <= alpha * shareOf(index, set, sizes));
  const shownSets = subsetsOf(all).map((set) => ({ set, shown: isShown(set) }));
  return evidence.map((one, index) => {
    const significant = shownSets.every(({ set, shown }) => shown || !set.includes(index));
    const level = (alpha / 2) * shareOf(index, all, sizes);
    const [low, high] = [one.lowerAt(level), one.upperAt(level)];
    const { estimate } = one;
    if (!significant) return { estimate, low, high, significant };
    // The test knows the side of 0, even if this part's own interval does not.
    return one.pAbove < one.pBelow
      ? { estimate, low: Math.max(0, low ?? 0), high, significant }
      : { estimate, low, high: Math.min(0, high ?? 0), significant };
  });
}

/** The share of a part in the level of a set. The shares of a set add up to 1. */
function shareOf(index: number, set: readonly number[], sizes: readonly number[]): number {
  const size = (one: number) => sizes[one] as number;
  const largest = set.reduce((most, one) => (size(one) > size(most) ? one : most));
  const sum = set.reduce((total, one) => total + size(one), 0);
  const bySize = sum === 0 ? 1 / set.length : size(index) / sum;
  return (index === largest ? OF_LARGEST : 0) + (1 - OF_LARGEST) * bySize;
}

function subsetsOf(all: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** all.length - 1 }, (_, bits) =>
    all.filter((index) => ((bits + 1) >> index) & 1),
  );
}

function pValueOf({ pAbove, pBelow }: Evidence): number {
  return Math.min(1, 2 * Math.min(pAbove, pBelow));
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
