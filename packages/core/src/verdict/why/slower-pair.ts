import type { Timing } from "../../result/result.js";
import type { Block } from "./blocks.js";
import type { More } from "./evidence.js";
import type { Cause, ExplainedTime, Part, PartDifference, SettingDifference } from "./explanation.js";
import type { SettingDifferences } from "./settings.js";

/** A pair of which one is shown to be slower. */
export interface SlowerPair {
  readonly slower: Timing;
  readonly faster: Timing;
  /** The slower timing's round first. */
  readonly blocks: readonly Block[];
  readonly of: ExplainedTime;
  /** By how much it is slower, in ms. Positive. */
  readonly ms: number;
  /** The parts, as the slower one minus the faster one. */
  readonly parts: readonly PartDifference[];
  readonly settings: SettingDifferences;
}

/** A measured cause without numbers. */
export function cause(code: Cause["code"], part: Part, end: Cause["end"] = null): Cause {
  const none = null;
  const numbers = { unit: none, slower: none, faster: none, share: none };
  return { code, part, end, ...numbers, setting: none, basis: "measured" };
}

/** The numbers of a cause. */
export function numbers(
  unit: Cause["unit"],
  { slower, faster }: More,
): Pick<Cause, "unit" | "slower" | "faster"> {
  return { unit, slower, faster };
}

/** The first setting with such a name in which the two differ: one that was chosen, or one in effect. */
export function settingLike(
  { chosen, inEffect }: SettingDifferences,
  name: RegExp,
): SettingDifference | null {
  return [...chosen, ...inEffect].find(({ setting }) => name.test(setting)) ?? null;
}
