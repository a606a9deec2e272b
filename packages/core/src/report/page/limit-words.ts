import type { ToleranceAnswer } from "../../verdict/tolerance.js";

const WORDS = { within: "kept", beyond: "exceeded", undecided: "undecided", invalid: "no answer" } as const;

/** Whether a limit is kept, in one or two words. */
export type LimitWord = (typeof WORDS)[ToleranceAnswer];

/** The word for an answer. */
export function limitWord(answer: ToleranceAnswer): LimitWord {
  return WORDS[answer];
}
