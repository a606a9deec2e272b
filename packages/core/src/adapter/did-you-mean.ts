// `options/closest-name.ts` for authors, whose arguments need a check.
import { didYouMean as unchecked, mistakesBetween as uncheckedMistakes } from "../options/closest-name.js";
import { kindOf, listOf, text } from "../options/kinds.js";

const names = listOf(text(), "a list of strings");
const quoteKind = kindOf<(name: string) => string>("a function", (value) => typeof value === "function");

/**
 * The end of a message about a word that is not known: `; did you mean "zero"?`, or nothing if no known word is
 * close.
 * @param quote how the word is shown. Default: in double quotes.
 * @throws WireduelError `INVALID_OPTION`
 */
export function didYouMean(
  given: unknown,
  known: readonly string[],
  quote: (name: string) => string = JSON.stringify,
): string {
  return unchecked(given, names.parse("known", known), quoteKind.parse("quote", quote));
}

/**
 * How many letters were added, left out, replaced, or swapped with their neighbour, to make `b` from `a`.
 * @throws WireduelError `INVALID_OPTION`
 */
export function mistakesBetween(a: string, b: string): number {
  return uncheckedMistakes(text().parse("a", a), text().parse("b", b));
}
