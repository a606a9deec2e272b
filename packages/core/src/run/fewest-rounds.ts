import type { CheckedOptions } from "../options/benchmark-options.js";
import { fewestOf } from "../verdict/looks.js";
import { pairsOf } from "../verdict/pairs.js";

/** How many rounds each adapter gets even if they go beyond the budget. */
export function fewestRounds({ adapters, rounds, reference, cells }: CheckedOptions): number {
  const labels = adapters.map(({ label }) => label);
  return fewestOf(rounds, pairsOf(labels, reference).length * cells);
}
