import type { Comparison } from "../../verdict/comparison.js";
import { countOf, formatPercents } from "../format-number.js";
import { MEASURE_WORDS } from "./measure-words.js";
import { atLeastInWords, atMostInWords } from "./one-end-words.js";
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
  if (verdict === "same") {
    return `${label} and ${to} ${words.verb[1]} ${words.same} within ${formatPercents(margin, margin)}`;
  }
  if (verdict === "undecided") return `Undecided: ${openInWords(comparison)}${needed(comparison)}`;
  if (low !== null && high !== null && (low >= 1 || high <= 1)) {
    return differenceInWords({ label, to }, { low, high }, words);
  }
  const end = low !== null && low > 1 ? low : high !== null && high < 1 ? high : null;
  const atLeast = end === null ? null : atLeastInWords({ label, to }, end, words);
  if (atLeast !== null) return atLeast;
  // Few rounds can show that there is a difference, but not how large it is.
  const amount = (comparison.ratio ?? 1) < 1 ? words.less : words.more;
  return `${label} ${words.verb[0]} ${amount} than ${to}, but ${tooFew(rounds)} to say by how much`;
}

/** What is not decided, and what is ruled out. */
function openInWords({ label, to, by, low, high, rounds }: Comparison): string {
  const words = MEASURE_WORDS[by];
  if (low !== null && high !== null) return ruledOutInWords({ label, to }, { low, high }, words);
  if (low !== null) return atMostInWords({ label, to }, low, "low", words);
  if (high !== null) return atMostInWords({ label, to }, high, "high", words);
  return `${tooFew(rounds)} to compare ${label} with ${to}`;
}

/** `3 rounds are too few`. */
export function tooFew(rounds: number): string {
  return `${countOf(rounds, "round")} ${rounds === 1 ? "is" : "are"} too few`;
}

function needed({ roundsNeeded }: Comparison): string {
  return roundsNeeded === null ? "" : `; about ${countOf(roundsNeeded, "round")} would decide`;
}
