/**
 * How many values the JSON of another end may have: lists, objects, their members and their items. An empty list has three bytes
 * of JSON, and takes twenty times as much memory. The largest message, a round with 200,000 payloads, has half of these.
 */
const MOST_VALUES = 8_000_000;

/** Reads JSON of another end. Undefined if it is none, or if it has too many values. */
export function parseJson(text: string): unknown {
  if (hasMoreValues(text, MOST_VALUES)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each value begins a list or an object, or follows a comma. Those in texts count, too. */
function hasMoreValues(text: string, most: number): boolean {
  // A value has at least one character.
  if (text.length <= most) return false;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === COMMA || character === LIST || character === OBJECT) values++;
  }
  return values > most;
}

const COMMA = ",".charCodeAt(0);
const LIST = "[".charCodeAt(0);
const OBJECT = "{".charCodeAt(0);
