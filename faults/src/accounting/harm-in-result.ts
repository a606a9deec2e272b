import type { BenchmarkResult, RoundResult } from "@wireduel/core";
import type { Harm } from "./harmed-link.js";

/** Counts that contradict what a harmed adapter did to the messages of a round. Empty: none does. */
export function mistakesAboutHarm({ timings }: BenchmarkResult): string[] {
  return timings.flatMap(({ label, rounds }) =>
    rounds.flatMap((round, index) => mistakesOf(round).map((what) => `${label}, round ${index}: ${what}`)),
  );
}

function mistakesOf({ status, ends, counts, failures }: RoundResult): string[] {
  const harm = ends.senders[0]?.settings.harm as unknown as Harm | undefined;
  const { passed, delivered, lost, undelivered, duplicated, damaged } = counts;
  // Without a report nothing is claimed. A round that ended early may have ended before a message was harmed.
  if (harm === undefined || delivered === null || status !== "completed") return [];
  const missing = (lost ?? 0) + (undelivered ?? 0);
  const mistakes: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) mistakes.push(`${what} (${JSON.stringify({ counts, harm, failures })})`);
  };
  must(missing >= harm.lost, "more arrived than was not lost");
  must((damaged ?? 0) <= harm.damaged, "more is damaged than was damaged");
  must((duplicated ?? 0) <= harm.doubled, "more came twice than was sent twice");
  must(delivered <= passed - harm.lost, "more was delivered than was not lost");
  // A refusal has no number. If its reply comes twice, the second one fails a payload that may not have arrived yet.
  const refused = failures.find(({ code }) => code === "UNDECODABLE")?.count ?? 0;
  const refusedTwice = refused > (damaged ?? 0);
  if (refusedTwice) {
    must(
      (damaged ?? 0) + missing >= harm.damaged + harm.lost,
      "what was harmed is neither missing nor damaged",
    );
  }
  // A message that was late may still arrive after the receiver has reported.
  const late =
    failures.some(({ code }) => code === "PAYLOAD_TIMEOUT") ||
    (duplicated ?? 0) < harm.doubled ||
    refusedTwice;
  if (!late || missing === harm.lost) {
    must(missing === harm.lost, "what was lost is neither lost nor undelivered");
    must(damaged === harm.damaged, "what was damaged is not damaged");
  }
  return mistakes;
}
