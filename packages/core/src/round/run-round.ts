import type { Load } from "../load/load.js";
import type { Round, RoundOutcome } from "./round.js";

/**
 * Runs one round in one piece: connect, warm-up, measure, drain.
 * @throws WireduelError if it fails before the first payload is sent
 */
export async function runRound(round: Round, load: Load): Promise<RoundOutcome> {
  try {
    await round.open();
    await round.warmUp();
    await round.measure({ load, startAfterMs: 0 }, { sliced: false, last: true });
    return await round.finish();
  } finally {
    await round.close();
  }
}
