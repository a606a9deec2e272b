// The flags of a longer run, for a sentence about what would decide.
import { MOST_ROUNDS } from "../flags/rounds-flag.js";
import { LONGEST_MS } from "../flags/run-flags.js";

/** A run takes a little longer than its rounds. */
const SPARE = 1.1;

/** `--rounds 40`. Undefined if the flag does not accept so many. */
export function roundsFor(rounds: number): string | undefined {
  return rounds <= MOST_ROUNDS ? `--rounds ${rounds}` : undefined;
}

/** `--budget 4m`, for rounds that take so long. Undefined if the flag does not accept so much. */
export function budgetFor(roundsMs: number): string | undefined {
  const ms = roundsMs * SPARE;
  return ms <= LONGEST_MS ? `--budget ${roundedUp(ms)}` : undefined;
}

/** `90s`, `4m`, `2h` */
function roundedUp(ms: number): string {
  if (ms < 90_000) return `${Math.ceil(ms / 1_000)}s`;
  return ms < 5_400_000 ? `${Math.ceil(ms / 60_000)}m` : `${Math.ceil(ms / 3_600_000)}h`;
}
