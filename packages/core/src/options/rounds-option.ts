import { hasLooks, type RoundsRule } from "../verdict/rounds-rule.js";
import {
  integer,
  invalidOption,
  isObject,
  type Kind,
  number,
  object,
  optional,
  withDefault,
} from "./kinds.js";
import type { CheckedReceiver } from "./receiver-option.js";

/**
 * How many times to measure each adapter: a number, or a rule. A run with a rule looks at its comparisons from time to
 * time. It stops after `min` (2 or more, default 6) to `max` rounds (default 30, or `min` if that is more), when every
 * comparison by the deciding measure is decided, or its interval reaches at most `until` to either side, as a share of
 * the ratio (0.001 to 1, default 0.05).
 *
 * With `tolerance` (0 to 10) instead of `until`, it stops when every interval says whether the adapter is slower by more
 * than this share: 0.1 for 10 %. That is the question of a gate.
 */
export type RoundsOption =
  | number
  | { readonly min?: number; readonly max?: number; readonly until?: number; readonly tolerance?: number };

const MOST_ROUNDS = 1_000;
const MOST_BY_DEFAULT = 30;
const UNTIL_BY_DEFAULT = 0.05;
const RULES = "{ min, max, until } or { min, max, tolerance }";
const wanted = `a whole number from 1 to ${MOST_ROUNDS}, ${RULES}`;
const count = integer({ min: 1, max: MOST_ROUNDS });
// One round compares nothing.
const several = integer({ min: 2, max: MOST_ROUNDS });
const rule = object<{ min: number } & Exclude<RoundsOption, number>>({
  min: withDefault(several, 6),
  max: optional(several),
  until: optional(number({ min: 0.001, max: 1 })),
  tolerance: optional(number({ min: 0, max: 10 })),
});

/** The kind of `rounds`. */
export const roundsKind: Kind<RoundsRule> = {
  parse(name, value) {
    if (typeof value === "number") {
      const rounds = count.parse(name, value);
      return { min: rounds, max: rounds, until: null };
    }
    if (!isObject(value)) throw invalidOption(name, wanted, value);
    const { min, max = Math.max(MOST_BY_DEFAULT, min), until, tolerance } = rule.parse(name, value);
    if (min > max) throw invalidOption(`${name}.max`, `at least \`min\` (${min})`, max);
    if (tolerance === undefined) return { min, max, until: until ?? UNTIL_BY_DEFAULT };
    if (until !== undefined) throw invalidOption(`${name}.until`, "left out with `tolerance`", until);
    return { min, max, until: null, tolerance };
  },
};

/**
 * The rule of a run. Default: one round, or with a budget as many as fit.
 * @throws WireduelError `INVALID_OPTION` if the options contradict each other
 */
export function roundsOf(
  given: RoundsRule | undefined,
  budgetMs: number | null,
  receiver: CheckedReceiver,
): RoundsRule {
  if (budgetMs !== null && given !== undefined && !hasLooks(given)) {
    const wanted = `left out, ${RULES} with \`budgetMs\`, which decides how many rounds there are`;
    throw invalidOption("rounds", wanted, given.max);
  }
  const most = budgetMs === null ? 1 : MOST_ROUNDS;
  const rule = given ?? { min: 1, max: most, until: null };
  if (receiver !== "inline" || rule.max === 1) return rule;
  const option = given === undefined ? "budgetMs" : "rounds";
  const wanted = given === undefined ? "left out" : "1";
  const why = 'with `receiver: "inline"`, because rounds need fresh processes';
  throw invalidOption(option, `${wanted} ${why}`, given === undefined ? budgetMs : rule.max);
}
