import { signedRank } from "../signed-rank.js";

/** The differences of one part, one for each block. */
export interface PartOfBlocks {
  readonly differences: readonly number[];
  /** By how much all of them may be wrong in the same direction, because of the clocks. */
  readonly error: number;
}

/** What the blocks show of one part. */
export interface SimultaneousInterval {
  readonly estimate: number;
  /** Null if there are too few blocks. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly significant: boolean;
}

/**
 * Tests several parts of the same blocks with the signed-rank test, so that together they are wrong with a probability
 * of at most `alpha`. It is Holm's method with weights (Holm, 1979). A part is weighted by the sum of the sizes of its
 * differences, so that six blocks can show the part that matters. The sizes may decide that: without a difference, the
 * signs are as random as coins, whatever the sizes are, and the test only looks at the signs.
 *
 * The intervals fit the tests (Strassburger and Bretz, 2008): a part that is shown has its interval at its own share
 * of alpha, cut off at 0, and the others share the alpha that is left.
 */
export function simultaneous(parts: readonly PartOfBlocks[], alpha: number): readonly SimultaneousInterval[] {
  const weights = weightsOf(parts);
  const pValues = parts.map(pValueOf);
  const open = new Set(parts.keys());
  const left = () => [...open].reduce((sum, index) => sum + (weights[index] as number), 0);
  const level = (index: number) => (alpha * (weights[index] as number)) / left();
  for (;;) {
    const shown = [...open].find((index) => (pValues[index] as number) <= level(index));
    if (shown === undefined) break;
    open.delete(shown);
  }
  return parts.map((part, index) => {
    const significant = !open.has(index);
    const own = significant ? alpha * (weights[index] as number) : level(index);
    const { estimate, interval } = signedRank(part.differences, 1 - own);
    const widened = interval && widen(interval, part.error);
    return { estimate, interval: widened && significant ? cutOff(widened, estimate) : widened, significant };
  });
}

/** They add up to 1. Even a part without any difference has a little, so that it gets an interval at the end. */
function weightsOf(parts: readonly PartOfBlocks[]): readonly number[] {
  const sizes = parts.map(({ differences }) => differences.reduce((sum, one) => sum + Math.abs(one), 0));
  const least = Math.max(...sizes) / 1_000 || 1;
  const floored = sizes.map((size) => Math.max(size, least));
  const sum = floored.reduce((total, size) => total + size, 0);
  return floored.map((size) => size / sum);
}

/** An error of the clocks may have made the whole difference. So it is taken off first. */
function pValueOf({ differences, error }: PartOfBlocks): number {
  const { estimate, pValue } = signedRank(differences, 0.5);
  if (error === 0) return pValue;
  if (Math.abs(estimate) <= error) return 1;
  const off = Math.sign(estimate) * error;
  return signedRank(
    differences.map((one) => one - off),
    0.5,
  ).pValue;
}

function widen([low, high]: readonly [number, number], error: number): readonly [number, number] {
  return [low - error, high + error];
}

function cutOff([low, high]: readonly [number, number], estimate: number): readonly [number, number] {
  return estimate > 0 ? [Math.max(0, low), high] : [low, Math.min(0, high)];
}
