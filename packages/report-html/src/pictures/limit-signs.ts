import type { LimitWord } from "@wireduel/core/report";

const SIGNS: Readonly<Record<LimitWord, string>> = {
  kept: "✓",
  exceeded: "✗",
  undecided: "?",
  "no answer": "!",
};

/** `✓ kept`: a word with a sign that is found at a glance. */
export function signed(word: LimitWord): string {
  return `${SIGNS[word]} ${word}`;
}
