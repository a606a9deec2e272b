import { invalidOption, isObject } from "../options/kinds.js";
import type { RoundResult, Timing } from "./result.js";

/**
 * The round that represents a timing: the one whose median is in the middle. It is a measured round, not an
 * average.
 * @throws WireduelError `INVALID_OPTION` if `timing` is not a timing of a result
 */
export function typicalRound(timing: Timing): RoundResult {
  const { rounds, typical } = isObject(timing) ? timing : ({} as Partial<Timing>);
  const round = Array.isArray(rounds) ? rounds[typical as number] : undefined;
  if (isObject(round)) return round as unknown as RoundResult;
  throw invalidOption("timing", "a timing, as `result.timings` has it", timing);
}
