/** Units that a cell may have after its number, each as a factor of one of its kind. */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  "%": 1,
  x: 1,
  ns: 1e-6,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
};

const NUMBER = /^([+\-\u2212]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?) ?(ns|µs|ms|s|B|kB|MB|GB|%|x)?\b/i;

/**
 * What a cell is sorted by: its first number, in one unit for all cells. A cell without a number is sorted by its text. Null: it is
 * empty or a dash, and comes last.
 */
export function sortKey(cell: string): number | string | null {
  const text = cell.trim();
  if (/^[-\u2013\u2014]?$/.test(text)) return null;
  const [, digits = "", unit = ""] = NUMBER.exec(text) ?? [];
  if (digits === "") return text;
  const value = Number(digits.replaceAll(",", "").replace("\u2212", "-"));
  return value * (UNITS[unit] ?? 1);
}

/** The order of two keys. Numbers come before texts, and what is missing comes last, in both directions. */
export function compareKeys(
  one: number | string | null,
  other: number | string | null,
  direction: 1 | -1,
): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return direction * (one - other);
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return direction * String(one).localeCompare(String(other), "en", { numeric: true });
}
