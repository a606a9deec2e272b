import { invalidOption, isObject, mismatch } from "../options/kinds.js";

/** A point of an axis, before its value is checked. */
export interface AxisItem {
  /** The name that was given. Null in a list. */
  readonly name: string | null;
  readonly value: unknown;
  /** Where it stands: `payloads[1]`, `networks.office`. */
  readonly place: string;
}

const MOST_POINTS = 1_000;

/**
 * The points of an axis: a list of values, or an object of names and values.
 * @throws WireduelError `INVALID_OPTION`
 */
export function axisItems(option: string, given: unknown): readonly AxisItem[] {
  const items = Array.isArray(given) ? listed(option, given) : isObject(given) ? named(option, given) : null;
  if (items === null) throw invalidOption(option, "a list, or an object of names and values", given);
  if (items.length === 0) throw invalidOption(option, "at least one value", given);
  if (items.length > MOST_POINTS) throw mismatch(option, `at most ${MOST_POINTS} values`, `${items.length}`);
  return items;
}

function listed(option: string, given: readonly unknown[]): AxisItem[] {
  return Array.from(given, (value, index) => ({ name: null, value, place: `${option}[${index}]` }));
}

function named(option: string, given: Readonly<Record<string, unknown>>): AxisItem[] {
  return Object.entries(given).map(([name, value]) => {
    if (name.trim() === "") throw invalidOption(option, "an object whose names are not empty", given);
    return { name, value, place: `${option}.${name}` };
  });
}

/** Makes labels unique. If one was used before, adds its number on the axis, from 1: `10 kB (2)`. */
export function distinctPoints<T extends { readonly label: string }>(points: readonly T[]): readonly T[] {
  const used = new Set<string>();
  return points.map((point, index) => {
    let { label } = point;
    while (used.has(label)) label += ` (${index + 1})`;
    used.add(label);
    return { ...point, label };
  });
}
