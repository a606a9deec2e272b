import { weightsOf } from "../family.js";
import type { Compared } from "../judge-comparisons.js";
import { differencesAt } from "../signed-rank.js";
import type { Match } from "./match-timings.js";
import type { ResultDifference } from "./result-comparison.js";

/**
 * The matches whose rounds cannot show any difference by the deciding measure, however large it is. A comparison that
 * is invalid needs no rounds.
 * @param alpha the level of all comparisons
 */
export function tooFewRounds(
  compared: readonly (Compared & { readonly match: Match })[],
  alpha: number,
): readonly ResultDifference[] {
  const valid = compared.filter((one) => "ratios" in one);
  const weights = weightsOf(valid.map(({ decides }) => decides));
  return valid.flatMap(({ decides, ratios, match: { base, head } }, index) => {
    const needed = differencesAt((alpha / 2) * (weights[index] as number));
    if (!decides || ratios.rounds >= needed) return [];
    const rounds = { base: base.rounds.length, head: head.rounds.length };
    return [{ name: "rounds" as const, of: base.label, what: `rounds (${needed} are needed)`, ...rounds }];
  });
}
