/** About how wide a character of a label is, in pixels. Bold ones are the widest. */
const CHARACTER = 8.4;

/**
 * A text that fits into so many pixels. It keeps its end: labels that begin alike often differ there. The whole text is in a
 * tooltip and in the table.
 */
export function shorten(text: string, width: number): string {
  const most = Math.max(4, Math.floor(width / CHARACTER));
  const characters = [...text];
  if (characters.length <= most) return text;
  const end = Math.floor((most - 1) / 3);
  return `${characters.slice(0, most - 1 - end).join("")}…${characters.slice(-end).join("")}`;
}

/** The same for those that are narrow in every font. */
const NARROW = 5;

/** About how wide a text is, in pixels. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (/[ .,/]/.test(one) ? NARROW : CHARACTER), 0);
}
