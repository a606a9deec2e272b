import type { Comparison, Measure, Verdict } from "./comparison.js";
import { type Judged, judge, weightsOf } from "./family.js";
import { isBetterLarge } from "./measures.js";
import { evidenceOf, type RankedRatios } from "./ranked-ratios.js";
import type { Reason } from "./reason.js";
import { roundsToDecide } from "./rounds-needed.js";

/** The share of runs that may claim a false difference, or have an interval that misses its true ratio. */
export const ALPHA = 0.05;

/** A pair that is compared by one measure. */
export interface Pair {
  readonly label: string;
  readonly to: string;
  readonly by: Measure;
  readonly decides: boolean;
  readonly paired: boolean;
}

/** A pair with what its rounds show, or with the reason why they show nothing. */
export type Compared = Pair & ({ readonly ratios: RankedRatios } | { readonly reason: Reason });

/** When a comparison claims something. */
export interface Rule {
  /** How far from 1 a ratio may be for two timings to be the same: 0.05 for ratios from 1 / 1.05 to 1.05. */
  readonly margin: number;
  /** The level of the whole family. */
  readonly alpha: number;
}

/** Judges a family of comparisons together. */
export function judgeAll(compared: readonly Compared[], rule: Rule): Comparison[] {
  const valid = compared.filter((one) => "ratios" in one);
  const judged = judge(
    valid.map(({ ratios }) => evidenceOf(ratios)),
    weightsOf(valid.map(({ decides }) => decides)),
    rule.alpha,
  );
  let next = 0;
  return compared.map((one) =>
    "reason" in one
      ? invalid(one, 0, one.reason)
      : comparison(one, one.ratios, judged[next++] as Judged, rule),
  );
}

/** The clocks of the two ends are not known well enough. */
export const CLOCK: Reason = {
  code: "CLOCK",
  message: "the error of the clocks is larger than the difference",
};

function comparison(pair: Pair, ratios: RankedRatios, shown: Judged, { margin, alpha }: Rule): Comparison {
  const { label, to, by, decides, paired } = pair;
  const { low, high, pValue, levels } = shown;
  const { rounds, spread } = ratios;
  if (shown.sign === 0 && clocksDecide(ratios, levels)) return invalid(pair, rounds, CLOCK);
  const verdict = verdictOf(shown, Math.log1p(margin), isBetterLarge(by));
  return {
    label,
    to,
    by,
    decides,
    rounds,
    ratio: Math.exp(ratios.measured.estimate),
    low: low === null ? null : Math.exp(low),
    high: high === null ? null : Math.exp(high),
    confidence: 1 - ALPHA,
    // In units of the whole alpha, so that a claim has a p-value of at most 1 - confidence, whatever the look.
    pValue: Math.min(1, (pValue * ALPHA) / alpha),
    spread,
    paired,
    verdict,
    reason: null,
    roundsNeeded: verdict === "undecided" ? roundsToDecide(ratios, Math.log1p(margin), levels) : null,
  };
}

/** Whether one end of the clocks' error shows that a was faster, and the other end that b was. */
function clocksDecide({ least, most }: RankedRatios, [low, high]: Judged["levels"]): boolean {
  const upper = least.upperAt(high);
  const lower = most.lowerAt(low);
  return upper !== null && lower !== null && upper < 0 && lower > 0;
}

function verdictOf({ sign, low, high }: Judged, margin: number, betterLarge: boolean): Verdict {
  // Also if a difference is shown: one this small does not matter to whoever chose the margin.
  if (low !== null && high !== null && low >= -margin && high <= margin) return "same";
  if (sign === 0) return "undecided";
  return sign > 0 === betterLarge ? "faster" : "slower";
}

function invalid({ label, to, by, decides, paired }: Pair, rounds: number, reason: Reason): Comparison {
  const unknown = { ratio: null, low: null, high: null, pValue: null, spread: null, roundsNeeded: null };
  return {
    label,
    to,
    by,
    decides,
    rounds,
    ...unknown,
    confidence: 1 - ALPHA,
    paired,
    verdict: "invalid",
    reason,
  };
}
