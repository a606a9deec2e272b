import type { RoundsRule } from "./rounds-rule.js";

/** A number of rounds after which a run decides whether it has enough. */
export interface Look {
  readonly rounds: number;
  /** Its share of the allowed error. All shares together are 1. */
  readonly share: number;
}

/** From one look to the next, there are about this many times as many rounds. */
const GROWTH = 1.3;
/** The last look has this share of the allowed error, because it is the one that cannot wait. */
const LAST_SHARE = 0.5;

/**
 * The looks of a rule. They and their shares are fixed before the run. So the promise holds over all looks together,
 * whatever they show (Bonferroni).
 */
export function looksOf({ min, max }: RoundsRule): Look[] {
  const counts: number[] = [];
  for (let rounds = min; rounds < max; rounds = Math.max(rounds + 1, Math.round(rounds * GROWTH))) {
    // A look just before the last one would only cost.
    if (rounds === min || rounds * Math.sqrt(GROWTH) <= max) counts.push(rounds);
  }
  const early = counts.map((rounds) => ({ rounds, share: (1 - LAST_SHARE) / counts.length }));
  return [...early, { rounds: max, share: counts.length === 0 ? 1 : LAST_SHARE }];
}

/** The share of the look after this many rounds. Between two looks, a run that ended early uses that of the next. */
export function shareAt(rule: RoundsRule, rounds: number): number {
  const looks = looksOf(rule);
  const next = looks.find((look) => look.rounds >= rounds) ?? looks.at(-1);
  return next?.share ?? 1;
}
