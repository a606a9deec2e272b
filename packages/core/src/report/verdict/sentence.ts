import type { Comparison } from "../../verdict/comparison.js";
import { countOf, formatPercents } from "../format-number.js";
import { MEASURE_WORDS } from "./measure-words.js";
import { differenceInWords, ruledOutInWords } from "./ratio-words.js";

/**
 * What a comparison shows, in one sentence without its final dot: `gRPC takes 30 to 51 % less time than WebSocket`.
 * @param margin up to which difference two timings count as the same: 0.05 is 5 %
 */
export function verdictInWords(comparison: Comparison, margin: number): string {
  const { label, to, by, verdict, low, high, reason, rounds } = comparison;
  const words = MEASURE_WORDS[by];
  if (verdict === "invalid") {
    return `${label} and ${to} are not compared: ${reason?.message ?? "a value is missing"}`;
  }
  if (low === null || high === null) {
    const few = `${countOf(rounds, "round")} ${rounds === 1 ? "is" : "are"} too few`;
    return `Undecided: ${few} to compare ${label} with ${to}${needed(comparison)}`;
  }
  if (verdict === "same") {
    return `${label} and ${to} ${words.verb[1]} ${words.same} within ${formatPercents(margin, margin)}`;
  }
  const shown = verdict !== "undecided" && (low >= 1 || high <= 1);
  if (shown) return differenceInWords({ label, to }, { low, high }, words);
  return `Undecided: ${ruledOutInWords({ label, to }, { low, high }, words)}${needed(comparison)}`;
}

function needed({ roundsNeeded }: Comparison): string {
  return roundsNeeded === null ? "" : `; about ${countOf(roundsNeeded, "round")} would decide`;
}
