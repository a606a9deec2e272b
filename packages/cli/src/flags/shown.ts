import { inspect } from "node:util";

const MOST_CHARACTERS = 60;

/** A short form of a value for a message, on one line. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  const text = typeof value === "bigint" ? `${value}n` : written(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // It contains itself, or is too deep.
    return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
  }
}
