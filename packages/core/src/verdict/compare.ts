import type { Load } from "../load/load.js";
import type { Timing } from "../result/result.js";
import { blockRatios } from "./block-ratios.js";
import { type Comparison, MEASURES, type Measure, type Verdict } from "./comparison.js";
import { type Judged, judge, weightsOf } from "./family.js";
import { shareAt } from "./looks.js";
import { isBetterLarge, valueOfRound, whyNotMeasured } from "./measures.js";
import type { ComparisonPlan } from "./plan.js";
import { evidenceOf, type RankedRatios, rankRatios } from "./ranked-ratios.js";
import { type Reason, whyInvalid } from "./reason.js";
import { roundsToDecide } from "./rounds-needed.js";

/** At most this share of runs claims any difference that is none, or has any interval without its true ratio. */
export const ALPHA = 0.05;

/** A pair that is compared by one measure. */
interface Pair {
  readonly label: string;
  readonly to: string;
  readonly by: Measure;
  readonly decides: boolean;
}

/** A pair with what its blocks show, or with the reason why they show nothing. */
type Compared = Pair & ({ readonly ratios: RankedRatios } | { readonly reason: Reason });

/**
 * Compares the timings of a run by all measures that it has. All intervals and claims hold together. docs/rounds.md
 * says how.
 *
 * @param labels all adapters of the run, in order. One without a timing was not measured. Default: the timings'.
 */
export function compareTimings(
  timings: readonly Timing[],
  plan: ComparisonPlan,
  labels: readonly string[] = timings.map(({ label }) => label),
): Comparison[] {
  const [first] = timings;
  if (first === undefined) return [];
  const byLabel = new Map(timings.map((timing) => [timing.label, timing]));
  const measures = MEASURES.filter((by) => by === plan.decideBy || isMeasured(by, timings, first.load));
  const compared = measures.flatMap((by) =>
    pairsOf(labels, plan.reference).map(([label, to]) =>
      comparePair({ label, to, by, decides: by === plan.decideBy }, byLabel),
    ),
  );
  const blocks = Math.max(...timings.map(({ rounds }) => rounds.length));
  const alpha = ALPHA * (plan.roundsRule ? shareAt(plan.roundsRule, blocks) : 1);
  const valid = compared.filter((one) => "ratios" in one);
  const judged = judge(
    valid.map(({ ratios }) => evidenceOf(ratios)),
    weightsOf(valid.map(({ decides }) => decides)),
    alpha,
  );
  let next = 0;
  return compared.map((one) => {
    if ("reason" in one) return invalid(one, 0, one.reason);
    return comparison(one, one.ratios, judged[next++] as Judged, { margin: plan.margin, alpha });
  });
}

/** The pairs of labels: each with the reference, or each with all before it. */
function pairsOf(labels: readonly string[], reference: string): (readonly [label: string, to: string])[] {
  if (reference !== "all") {
    return labels.filter((label) => label !== reference).map((label) => [label, reference]);
  }
  return labels.flatMap((to, index) => labels.slice(index + 1).map((label) => [label, to] as const));
}

/** Whether any round has a value of the measure. */
function isMeasured(by: Measure, timings: readonly Timing[], load: Load): boolean {
  if (whyNotMeasured(by, load) !== undefined) return false;
  return timings.some(({ rounds }) => rounds.some((round) => valueOfRound(round, by, load) !== null));
}

function comparePair(pair: Pair, timings: ReadonlyMap<string, Timing>): Compared {
  const [a, b] = [timings.get(pair.label), timings.get(pair.to)];
  const notMeasured = (label: string): Compared => {
    return { ...pair, reason: { code: "NOT_MEASURED", message: `${label} was not measured` } };
  };
  if (a === undefined) return notMeasured(pair.label);
  if (b === undefined) return notMeasured(pair.to);
  const reason = whyInvalid(a, pair.by) ?? whyInvalid(b, pair.by);
  if (reason) return { ...pair, reason };
  const ratios = blockRatios(a, b, pair.by);
  if (ratios === "clock") return { ...pair, reason: CLOCK };
  if (ratios !== "missing") return { ...pair, ratios: rankRatios(ratios) };
  return { ...pair, reason: { code: "NOT_MEASURED", message: `a round has no value of \`${pair.by}\`` } };
}

const CLOCK: Reason = { code: "CLOCK", message: "the error of the clocks is larger than the difference" };

function comparison(
  pair: Pair,
  ratios: RankedRatios,
  shown: Judged,
  { margin, alpha }: { readonly margin: number; readonly alpha: number },
): Comparison {
  const { label, to, by, decides } = pair;
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
    paired: true,
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
  if (sign !== 0) return sign > 0 === betterLarge ? "faster" : "slower";
  if (low === null || high === null) return "undecided";
  return low >= -margin && high <= margin ? "same" : "undecided";
}

function invalid({ label, to, by, decides }: Pair, rounds: number, reason: Reason): Comparison {
  const unknown = { ratio: null, low: null, high: null, pValue: null, spread: null, roundsNeeded: null };
  return {
    label,
    to,
    by,
    decides,
    rounds,
    ...unknown,
    confidence: 1 - ALPHA,
    paired: true,
    verdict: "invalid",
    reason,
  };
}
