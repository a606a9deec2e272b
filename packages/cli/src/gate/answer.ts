// What a gate answers.

/** What one rule, or the whole gate, answers. `error`: the numbers do not answer the question. */
export type Answer = "pass" | "fail" | "undecided" | "error";

/** One rule in one cell, and what was measured. */
export interface RuleAnswer {
  /** The size and the network. Null if there is a single cell. */
  readonly cell: string | null;
  /** What is compared, and what is allowed: `head against base, transmission time: at most 10 % slower`. */
  readonly rule: string;
  readonly answer: Answer;
  /** The interval: `+1.2 % to +3.4 %`. Empty if there is none. */
  readonly measured: string;
  readonly rounds: number;
  /** Why it is undecided or an error. Empty otherwise. */
  readonly reason: string;
  /** `undecided`: about how many times as many rounds would decide. Null otherwise, or if that is not known. */
  readonly moreRounds: number | null;
}

/** All rules of a gate after one measurement. */
export interface GateAnswer {
  readonly answer: Answer;
  readonly rules: readonly RuleAnswer[];
}

/** The answer of several: an error first, then a failure, then what is undecided. */
export function answerOf(rules: readonly Pick<RuleAnswer, "answer">[]): Answer {
  const order: readonly Answer[] = ["error", "fail", "undecided"];
  return order.find((one) => rules.some(({ answer }) => answer === one)) ?? "pass";
}
