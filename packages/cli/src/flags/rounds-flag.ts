import { badValue } from "../failure.js";
import type { Flag } from "./flag.js";
import type { Described } from "./kinds.js";
import { shown } from "./shown.js";

/** How many rounds: a number, or as many as it takes to decide. */
export type Rounds = number | { readonly min: number; readonly max: number };

/** The most rounds that `--rounds` accepts. */
export const MOST_ROUNDS = 1_000;
const WANTED = `a number of rounds from 1 to ${MOST_ROUNDS}, or the fewest and the most, such as 6-30`;
const RULE = /^(\d+)-(\d+)$/;

/** A flag whose value is a number of rounds, or the fewest and the most. */
export function roundsFlag(described: Described): Flag<Rounds, number | string> {
  return {
    value: "N|MIN-MAX",
    fallback: "",
    ...described,
    parse(name, given) {
      const rounds = read(typeof given === "string" ? given.trim() : given);
      if (rounds === undefined) throw badValue(name, WANTED, shown(given));
      return rounds;
    },
  };
}

function read(given: unknown): Rounds | undefined {
  const rule = typeof given === "string" ? RULE.exec(given) : null;
  if (rule) {
    const [min, max] = [Number(rule[1]), Number(rule[2])];
    // One round compares nothing.
    return min >= 2 && min < max && max <= MOST_ROUNDS ? { min, max } : undefined;
  }
  const rounds = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
  return Number.isInteger(rounds) && (rounds as number) >= 1 && (rounds as number) <= MOST_ROUNDS
    ? (rounds as number)
    : undefined;
}
