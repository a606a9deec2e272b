import type { BlockRatios } from "./block-ratios.js";
import { type Evidence, rankDifferences } from "./signed-rank.js";
import { standardDeviation } from "./standard-deviation.js";

/** The log ratios of blocks, ranked, with the smallest and the largest that the error of the clocks allows. */
export interface RankedRatios {
  /** How many blocks were compared. */
  readonly rounds: number;
  /** The standard deviation of the measured log ratios. Null for a single block. */
  readonly spread: number | null;
  readonly measured: Evidence;
  readonly least: Evidence;
  readonly most: Evidence;
}

export function rankRatios({ measured, least, most }: BlockRatios): RankedRatios {
  const exact = measured.every((log, block) => log === least[block] && log === most[block]);
  const ranked = rankDifferences(measured);
  return {
    rounds: measured.length,
    spread: standardDeviation(measured),
    measured: ranked,
    least: exact ? ranked : rankDifferences(least),
    most: exact ? ranked : rankDifferences(most),
  };
}

/** Each end of the interval is that of the ratios that are the worst for it. */
export function evidenceOf({ measured, least, most }: RankedRatios): Evidence {
  return {
    estimate: measured.estimate,
    pAbove: least.pAbove,
    pBelow: most.pBelow,
    lowerAt: least.lowerAt,
    upperAt: most.upperAt,
  };
}
