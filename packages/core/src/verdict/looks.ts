import { DECIDING_SHARE } from "./family.js";
import { ALPHA } from "./judge-comparisons.js";
import { hasLooks, type RoundsRule } from "./rounds-rule.js";
import { differencesAt } from "./signed-rank.js";

/** A number of rounds after which a run decides whether it has enough. */
export interface Look {
  readonly rounds: number;
  /** Its share of the allowed error. All shares together are 1. */
  readonly share: number;
}

/** From one look to the next, there are about this many times as many rounds. */
const GROWTH = 1.3;
/** The last look has this share of the allowed error, because no look comes after it. */
const LAST_SHARE = 0.5;

/**
 * The looks of a rule. They and their shares are fixed before the run. So the promise holds over all looks together,
 * whatever they show (Bonferroni).
 *
 * @param pairs how many pairs the deciding measure compares, in all cells of the matrix if the run is one of them
 */
export function looksOf({ min, max }: RoundsRule, pairs: number): Look[] {
  const counts: number[] = [];
  for (let rounds = min; rounds < max; rounds = Math.max(rounds + 1, Math.round(rounds * GROWTH))) {
    // A look just before the last one would only cost.
    if (rounds === min || rounds * Math.sqrt(GROWTH) <= max) counts.push(rounds);
  }
  const shareOfEach = () => (1 - LAST_SHARE) / counts.length;
  // With so few rounds, nothing could be shown.
  while (counts.length > 0 && (counts[0] as number) < fewestRounds(shareOfEach(), pairs)) counts.shift();
  const early = counts.map((rounds) => ({ rounds, share: shareOfEach() }));
  return [...early, { rounds: max, share: counts.length === 0 ? 1 : LAST_SHARE }];
}

/**
 * How many rounds a run has even if they go beyond its budget. With a tolerance, fewer than the first look needs would
 * answer nothing, so the time for them would be lost.
 */
export function fewestOf(rule: RoundsRule, pairs: number): number {
  return rule.tolerance === undefined ? 1 : (looksOf(rule, pairs)[0]?.rounds ?? 1);
}

/** With fewer rounds than this, a run cannot decide anything. Never more than the rule allows. */
export function fewestToDecide(rule: RoundsRule, pairs: number): number {
  const first = hasLooks(rule) ? looksOf(rule, pairs)[0]?.rounds : fewestRounds(1, pairs);
  return Math.min(rule.max, first ?? rule.max);
}

/** How many rounds can show a difference at a look with this share. */
function fewestRounds(share: number, pairs: number): number {
  return differencesAt(levelOf(share, pairs));
}

/** The level of one end of an interval by the deciding measure, at a look with this share. */
export function levelOf(share: number, pairs: number): number {
  return (share * (ALPHA / 2) * DECIDING_SHARE) / Math.max(1, pairs);
}

/** The share of the look after this many rounds. Between two looks, a run that ended early uses that of the next. */
export function shareAt(rule: RoundsRule, pairs: number, rounds: number): number {
  const looks = looksOf(rule, pairs);
  const next = looks.find((look) => look.rounds >= rounds) ?? looks.at(-1);
  return next?.share ?? 1;
}
