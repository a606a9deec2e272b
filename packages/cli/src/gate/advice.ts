import { budgetFor, roundsFor } from "../run/longer-run.js";
import type { GateReport } from "./measured-twice.js";

/**
 * What would decide a gate that is undecided, in a sentence. Undefined if it is not, or if that is not known.
 * @param measured how long the last measurement took, and whether the user gave the number of rounds
 */
export function adviceOf(
  { answer, rules }: GateReport,
  measured: { readonly durationMs: number; readonly roundsGiven: boolean },
): string | undefined {
  const undecided = rules.filter((rule) => rule.answer === "undecided");
  if (answer !== "undecided" || undecided.some(({ moreRounds }) => moreRounds === null)) return undefined;
  const factor = Math.max(...undecided.map(({ moreRounds }) => moreRounds as number));
  const rounds = Math.ceil(
    Math.max(...undecided.map((rule) => (rule.again ?? rule).rounds * (rule.moreRounds as number))),
  );
  const [byRounds, byBudget] = [roundsFor(rounds), budgetFor(measured.durationMs * factor)];
  if (byRounds === undefined || byBudget === undefined) {
    return "More rounds would hardly decide it: what was measured is too close to the limit.";
  }
  return `About ${rounds} rounds would decide: ${measured.roundsGiven ? byRounds : byBudget}`;
}
