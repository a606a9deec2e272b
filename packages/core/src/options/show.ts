import { NOT_PRINTABLE } from "../failure/printable.js";

const MOST_CHARACTERS = 120;
const MOST_FIELDS = 10;

/** A short form of a value, for a message. Uses nothing of Node, so that reports work in a browser. */
export function show(value: unknown): string {
  const shown = shallow(value, true);
  const short = shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}…` : shown;
  // `JSON.stringify` leaves some of them as they are.
  return short.replaceAll(
    NOT_PRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function shallow(value: unknown, top: boolean): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Promise) return "a Promise (is `await` missing?)";
  if (value instanceof ArrayBuffer) return `ArrayBuffer of ${value.byteLength} bytes`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (Array.isArray(value))
    return top
      ? list(
          "[",
          value.map((item) => shallow(item, false)),
          "]",
        )
      : "[…]";
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? "";
  const prefix = name === "Object" || name === "" ? "" : `${name} `;
  if (!top) return `${prefix}{…}`;
  const fields = Object.entries(value).map(([field, one]) => `${field}: ${shallow(one, false)}`);
  return `${prefix}${list("{", fields, "}")}`;
}

function list(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close;
  const shown = items.slice(0, MOST_FIELDS).join(", ");
  const more = items.length > MOST_FIELDS ? ", …" : "";
  return open === "{" ? `{ ${shown}${more} }` : `${open}${shown}${more}${close}`;
}
