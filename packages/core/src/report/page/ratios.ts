import type { BenchmarkResult } from "../../result/result.js";
import { blockRatios } from "../../verdict/block-ratios.js";
import type { Comparison } from "../../verdict/comparison.js";
import { checkResult } from "../input.js";
import { intervalOf, ratioOf, verdictWord } from "../verdict/cells.js";
import { MEASURE_WORDS } from "../verdict/measure-words.js";
import { verdictsOf } from "../verdict/verdicts.js";

/** The ratios of a run by the measure that decides, for a picture. */
export interface Ratios {
  /** The name of the measure: `transmission time`. */
  readonly measure: string;
  /** How far from 1 a ratio may be for two timings to be the same: 0.05 for 5 %. */
  readonly margin: number;
  /** One for each pair that was compared. */
  readonly pairs: readonly PairRatios[];
}

/** How one timing compares with another one. */
export interface PairRatios {
  /** A timing that is not whole is `invalid`, whatever a stored result says of it. */
  readonly comparison: Comparison;
  /** The ratio as reports write it, or `-`. */
  readonly ratio: string;
  /** The interval as reports write it, or `-`. */
  readonly interval: string;
  /** The verdict in one word. */
  readonly word: string;
  /** The ratio of each block that both have. Empty if the comparison is `invalid`. */
  readonly rounds: readonly number[];
}

/**
 * The ratios of all pairs that were compared, by the measure that decides, with those of each round.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function ratiosOf(result: BenchmarkResult): Ratios {
  checkResult(result);
  const { by, margin, deciding } = verdictsOf(result);
  return {
    measure: MEASURE_WORDS[by].name,
    margin,
    pairs: deciding.map((comparison) => ({
      comparison,
      ratio: ratioOf(comparison),
      interval: intervalOf(comparison),
      word: verdictWord(comparison),
      rounds: ofRounds(result, comparison),
    })),
  };
}

function ofRounds({ timings }: BenchmarkResult, { label, to, by, verdict }: Comparison): readonly number[] {
  const [own, other] = [label, to].map((name) => timings.find((timing) => timing.label === name));
  if (!own || !other || verdict === "invalid") return [];
  const ratios = blockRatios(own, other, by);
  return typeof ratios === "string" ? [] : ratios.measured.map(Math.exp);
}
