/** The longest message. A peer could fill the memory of a terminal or a result with a longer one. */
const MOST_CHARACTERS = 4_000;

const ESCAPE = "\u001b";
/** Colours and other commands to a terminal: ECMA-48, section 5.4. */
const TERMINAL_COMMANDS = new RegExp(`(?:${ESCAPE}\\[|\\u009b)[0-?]*[ -/]*[@-~]`, "g");
/** What a terminal may take for a command, what turns the direction of text, and halves of characters. */
export const NOT_PRINTABLE: RegExp = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text as a terminal may show it, whoever wrote it: without control characters, and not longer than `most` characters. It may
 * have several lines.
 */
export function printable(text: string, most: number = MOST_CHARACTERS): string {
  const short = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return short
    .replace(TERMINAL_COMMANDS, "")
    .replace(/\r\n?/g, "\n")
    .replace(NOT_PRINTABLE, (character) => (/[\n\t]/.test(character) ? character : "\ufffd"));
}

/** The same on one line. */
export function printableLine(text: string, most?: number): string {
  return printable(text, most).replace(/[\n\t]+/g, " ");
}
