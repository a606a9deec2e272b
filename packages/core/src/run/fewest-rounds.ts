import type { CheckedOptions } from "../options/benchmark-options.js";
import { fewestOf, fewestToDecide } from "../verdict/looks.js";
import { pairsOf } from "../verdict/pairs.js";

/** How many rounds each adapter gets even if they go beyond the budget. */
export function fewestRounds(options: CheckedOptions): number {
  return fewestOf(options.rounds, pairsIn(options));
}

/** With fewer rounds of each adapter, no comparison can be decided. */
export function roundsToDecide(options: CheckedOptions): number {
  return fewestToDecide(options.rounds, pairsIn(options));
}

/** Pairs that share the allowed error. */
function pairsIn({ adapters, reference, cells }: CheckedOptions): number {
  const labels = adapters.map(({ label }) => label);
  return pairsOf(labels, reference).length * cells;
}
