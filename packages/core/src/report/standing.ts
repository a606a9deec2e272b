import type { Timing } from "../result/result.js";
import { isWhole } from "../verdict/whole.js";
import { checkTiming } from "./input.js";

/**
 * How the rounds of a timing ended, if one of them is not whole: `failed`, `aborted` or `not whole`. Otherwise "".
 * @throws WireduelError `INVALID_OPTION` if `timing` is not a timing of a result
 */
export function standingOf(timing: Timing): string {
  checkTiming(timing);
  const { rounds } = timing;
  if (rounds.every(isWhole)) return "";
  const early = rounds.find(({ status }) => status !== "completed");
  return early?.status ?? "not whole";
}
