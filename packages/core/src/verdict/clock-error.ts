import type { RoundResult } from "../result/round-result.js";

/** By how much the one-way times of a round may be wrong. Infinity if there is no bound. */
export function clockErrorMs({ clock }: Pick<RoundResult, "clock">): number {
  if (clock.kind === "shared") return 0;
  return clock.kind === "estimated" ? clock.errorMs : Number.POSITIVE_INFINITY;
}
