import { invalidOption, isObject } from "../options/kinds.js";
import type { Timing } from "../result/result.js";
import { isWhole } from "../verdict/whole.js";

/**
 * How the rounds of a timing ended, if one of them is not whole: `failed`, `aborted` or `not whole`. Otherwise "".
 * @throws WireduelError `INVALID_OPTION` if `timing` is not a timing of a result
 */
export function standingOf(timing: Pick<Timing, "rounds">): string {
  const { rounds } = isObject(timing) ? timing : ({} as Partial<Timing>);
  if (!Array.isArray(rounds)) {
    throw invalidOption("timing", "a timing, as `result.timings` has it", timing);
  }
  if (rounds.every(isWhole)) return "";
  const early = rounds.find(({ status }) => status !== "completed");
  return early?.status ?? "not whole";
}
