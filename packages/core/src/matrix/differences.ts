import { isObject } from "../options/kinds.js";
import { show } from "../options/show.js";

/**
 * Where two JSON values differ, each with both values: `settings.timeoutMs (500 instead of 1000)`.
 * @param path of the values
 */
export function differencesBetween(stored: unknown, now: unknown, path = ""): string[] {
  const parts = partsOf(stored, now);
  if (parts === null)
    return Object.is(stored, now) ? [] : [`${path} (${say(stored)} instead of ${say(now)})`];
  return parts.flatMap(([name, a, b]) => {
    const place = path === "" || name.startsWith("[") ? `${path}${name}` : `${path}.${name}`;
    return differencesBetween(a, b, place);
  });
}

type Part = readonly [name: string, stored: unknown, now: unknown];

/** The fields, or the items, of two values of one kind. Null if at least one has none. */
function partsOf(a: unknown, b: unknown): readonly Part[] | null {
  if (Array.isArray(a) && Array.isArray(b)) {
    return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => [
      `[${index}]`,
      a[index],
      b[index],
    ]);
  }
  if (!isObject(a) || !isObject(b)) return null;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].map((name) => [name, a[name], b[name]]);
}

function say(value: unknown): string {
  return value === undefined ? "nothing" : show(value);
}
