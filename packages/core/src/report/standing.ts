import type { Timing } from "../result/result.js";
import { isWhole } from "../verdict/whole.js";

/** How the rounds of a timing ended, if one of them is not whole: `failed`, `aborted` or `not whole`. Otherwise "". */
export function standingOf({ rounds }: Pick<Timing, "rounds">): string {
  if (rounds.every(isWhole)) return "";
  const early = rounds.find(({ status }) => status !== "completed");
  return early?.status ?? "not whole";
}
