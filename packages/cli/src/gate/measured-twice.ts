import { type Answer, answerOf, type GateAnswer, type RuleAnswer } from "./answer.js";

/** One rule of a gate that was measured once, or twice. */
export interface JudgedRule extends RuleAnswer {
  /** What the second measurement showed. Null: there was none. */
  readonly again: RuleAnswer | null;
}

/** The answer of a gate. */
export interface GateReport {
  readonly answer: Answer;
  /** Whether it was measured a second time, because the first answer was a failure. */
  readonly measuredTwice: boolean;
  readonly rules: readonly JudgedRule[];
}

/**
 * The answer after one or two measurements. A rule fails only if it fails in both. Otherwise the second one decides, and
 * a failure in it alone decides nothing.
 * @param again null: the gate was measured once
 */
export function reportOf(first: GateAnswer, again: GateAnswer | null): GateReport {
  if (again === null) {
    const rules = first.rules.map((rule) => ({ ...rule, again: null }));
    return { answer: first.answer, measuredTwice: false, rules };
  }
  const before = new Map(first.rules.map((rule) => [keyOf(rule), rule]));
  const after = new Map(again.rules.map((rule) => [keyOf(rule), rule]));
  // A measurement that failed has rules of its own.
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const rules = keys.map((key) => combined(before.get(key), after.get(key)));
  return { answer: answerOf(rules), measuredTwice: true, rules };
}

function combined(first: RuleAnswer | undefined, again: RuleAnswer | undefined): JudgedRule {
  if (first === undefined) return { ...(again as RuleAnswer), again: null };
  if (again === undefined)
    return { ...first, answer: "error", reason: "it was not measured again", again: null };
  const { answer } = again;
  if (answer !== "fail" || first.answer === "fail") {
    return { ...first, answer, reason: again.reason, moreRounds: again.moreRounds, again };
  }
  return {
    ...first,
    answer: "undecided",
    reason: "it failed in one of two measurements",
    moreRounds: null,
    again,
  };
}

function keyOf({ cell, rule }: RuleAnswer): string {
  return JSON.stringify([cell, rule]);
}
