/**
 * The known name that was probably meant, for "did you mean". Undefined if none is close. Letter case does not
 * matter. A name that was cut short counts (`duration` for `durationMs`), and swapped letters count as one
 * mistake (`cuont` for `count`).
 */
export function closestName(given: unknown, known: readonly string[]): string | undefined {
  if (typeof given !== "string" || given.length > MOST_CHARACTERS) return undefined;
  const wrong = given.toLowerCase();
  let closest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const right = name.toLowerCase();
    const mistakes = Math.min(
      mistakesBetween(wrong, right),
      isStart(wrong, right) ? 1 : Number.POSITIVE_INFINITY,
    );
    if (mistakes >= fewest || mistakes > Math.max(wrong.length, right.length) / 3) continue;
    closest = name;
    fewest = mistakes;
  }
  return closest;
}

/**
 * The end of a message about a word that is not known: `; did you mean "zero"?`, or nothing if no known word is
 * close.
 * @param quote how the word is shown. Default: in double quotes.
 */
export function didYouMean(
  given: unknown,
  known: readonly string[],
  quote: (name: string) => string = JSON.stringify,
): string {
  const meant = closestName(given, known);
  return meant === undefined ? "" : `; did you mean ${quote(meant)}?`;
}

/** Names are shorter. */
const MOST_CHARACTERS = 60;
/** Fewer letters are the start of too many names. */
const FEWEST_LETTERS = 4;

function isStart(wrong: string, right: string): boolean {
  return wrong.length >= FEWEST_LETTERS && right.startsWith(wrong);
}

/**
 * How many letters were added, left out, replaced, or swapped with their neighbour, to make `b` from `a` (the optimal
 * string alignment distance).
 */
export function mistakesBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(a.length, b.length);
}
