/**
 * A label as one word, for formats whose names end at a space or a slash. Spaces become `_`. What would be unclear
 * is written like in a URL, so that different labels stay different.
 */
export function token(label: string): string {
  return label.replaceAll(UNCLEAR, (character) => WRITTEN.get(character) ?? encodeURIComponent(character));
}

/** Go takes `-8` at the end of a name for a number of processors. */
const UNCLEAR = /[%_/\s\p{Cc}]|-(?=\d+$)/gu;

/** What `encodeURIComponent` would leave. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  [" ", "_"],
  ["_", "%5F"],
  ["-", "%2D"],
]);
