import { number, object, optional } from "../../options/kinds.js";
import type { BenchmarkResult } from "../../result/result.js";
import { blockRatios } from "../../verdict/block-ratios.js";
import type { Comparison, Measure } from "../../verdict/comparison.js";
import { isBetterLarge } from "../../verdict/measures.js";
import { answerTo } from "../../verdict/tolerance.js";
import { checkResult } from "../input.js";
import { intervalOf, ratioOf, verdictWord } from "../verdict/cells.js";
import { isTime, MEASURE_WORDS } from "../verdict/measure-words.js";
import { verdictsOf } from "../verdict/verdicts.js";
import { type LimitWord, limitWord } from "./limit-words.js";

/** The ratios of a run by the measure that decides, for a picture. */
export interface Ratios {
  /** The name of the measure: `transmission time`. */
  readonly measure: string;
  /** How far from 1 a ratio may be for two timings to be the same: 0.05 for 5 %. */
  readonly margin: number;
  /** How much slower a timing may be than the other one of its pair. Null: nobody said. */
  readonly allowed: AllowedRatio | null;
  /** One for each pair that was compared. */
  readonly pairs: readonly PairRatios[];
}

/** How much slower a timing may be. */
export interface AllowedRatio {
  /** The largest ratio that is allowed, and the smallest one of `throughput`. */
  readonly ratio: number;
  /** `at most 10 % slower` */
  readonly text: string;
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
  /** Whether the timing is as fast as is allowed. Null: nobody said what is. */
  readonly kept: LimitWord | null;
}

/** Options of `ratiosOf`. */
export interface RatiosOptions {
  /**
   * How much slower a timing may be than the other one of its pair, as a share: 0.1 for 10 %. Default: what the rule of the
   * run says, if it has a tolerance.
   */
  readonly tolerance?: number | undefined;
}

const optionsKind = object<RatiosOptions>({ tolerance: optional(number({ min: 0 })) });

/**
 * The ratios of all pairs that were compared, by the measure that decides, with those of each round.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result, or an option is not valid
 */
export function ratiosOf(result: BenchmarkResult, options: RatiosOptions = {}): Ratios {
  checkResult(result);
  const { tolerance = result.settings.roundsRule?.tolerance ?? null } = optionsKind.parse("options", options);
  const { by, margin, deciding } = verdictsOf(result);
  return {
    measure: MEASURE_WORDS[by].name,
    margin,
    allowed: tolerance === null ? null : allowedRatio(by, tolerance),
    pairs: deciding.map((comparison) => pairRatios(comparison, tolerance, ofRounds(result, comparison))),
  };
}

/** A pair in words, with what its interval says of a tolerance. */
export function pairRatios(
  comparison: Comparison,
  tolerance: number | null,
  rounds: readonly number[],
): PairRatios {
  return {
    comparison,
    ratio: ratioOf(comparison),
    interval: intervalOf(comparison),
    word: verdictWord(comparison),
    rounds,
    kept: tolerance === null ? null : limitWord(answerTo(comparison, tolerance)),
  };
}

/** The ratio at a tolerance. */
export function allowedRatio(by: Measure, tolerance: number): AllowedRatio {
  const percent = Number((100 * tolerance).toPrecision(4));
  const isSpeed = isTime(by) || isBetterLarge(by);
  return {
    ratio: isBetterLarge(by) ? 1 / (1 + tolerance) : 1 + tolerance,
    text: `at most ${percent} % ${isSpeed ? "slower" : "more"}`,
  };
}

function ofRounds({ timings }: BenchmarkResult, { label, to, by, verdict }: Comparison): readonly number[] {
  const [own, other] = [label, to].map((name) => timings.find((timing) => timing.label === name));
  if (!own || !other || verdict === "invalid") return [];
  const ratios = blockRatios(own, other, by);
  return typeof ratios === "string" ? [] : ratios.measured.map(Math.exp);
}
