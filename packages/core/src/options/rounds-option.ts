import type { RoundsRule } from "../verdict/rounds-rule.js";
import { integer, invalidOption, isObject, number, type OptionKind, object, withDefault } from "./kinds.js";

/**
 * How many times to measure each adapter: a number, or a rule. A run with a rule looks at its comparisons from time to
 * time. It stops after `min` (2 or more, default 6) to `max` rounds (default 30), when every comparison by the deciding
 * measure is decided, or its interval reaches at most `until` to either side, as a share of the ratio (0.001 to 1,
 * default 0.05).
 */
export type RoundsOption = number | { readonly min?: number; readonly max?: number; readonly until?: number };

const MOST_ROUNDS = 1_000;
const wanted = `a whole number from 1 to ${MOST_ROUNDS}, or { min, max, until }`;
const count = integer({ min: 1, max: MOST_ROUNDS });
// One round compares nothing.
const several = integer({ min: 2, max: MOST_ROUNDS });
const rule = object<RoundsRule>({
  min: withDefault(several, 6),
  max: withDefault(several, 30),
  until: withDefault(number({ min: 0.001, max: 1 }), 0.05),
});

/** The kind of `rounds`. */
export const roundsKind: OptionKind<RoundsRule> = {
  default: { min: 1, max: 1, until: null },
  parse(name, value) {
    if (typeof value === "number") {
      const rounds = count.parse(name, value);
      return { min: rounds, max: rounds, until: null };
    }
    if (!isObject(value)) throw invalidOption(name, wanted, value);
    const parsed = rule.parse(name, value);
    const { min, max } = parsed;
    if (min > max) throw invalidOption(`${name}.max`, `at least \`min\` (${min})`, max);
    return parsed;
  },
};
