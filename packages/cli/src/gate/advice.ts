import type { GateReport } from "./measured-twice.js";

/** The most that `--budget` and `--rounds` accept. */
const MOST_MS = 86_400_000;
const MOST_ROUNDS = 1_000;
/** A run takes a little longer than its rounds. */
const SPARE = 1.1;

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
  const neededMs = measured.durationMs * factor * SPARE;
  if (rounds > MOST_ROUNDS || neededMs > MOST_MS) {
    return "More rounds would hardly decide it: what was measured is too close to the limit.";
  }
  const flag = measured.roundsGiven ? `--rounds ${rounds}` : `--budget ${inTime(neededMs)}`;
  return `About ${rounds} rounds would decide: ${flag}`;
}

function inTime(ms: number): string {
  const [unit, size] = ms < 90_000 ? ["s", 1_000] : ms < 5_400_000 ? ["m", 60_000] : ["h", 3_600_000];
  return `${Math.ceil(ms / (size as number))}${unit}`;
}
