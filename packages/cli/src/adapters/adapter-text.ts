// Reads how an adapter is named on the command line: `ws:profile=tuned,direction=push`. Pure.
import { badValue, UsageError } from "../failure.js";
import { shown } from "../flags/shown.js";
import { type Reading, readBytes, readDuration } from "../flags/units.js";
import type { AdapterSettings } from "./adapters-flag.js";

/** The colon before options. One in a path, as in `C:\adapter.js` or `file:///adapter.js`, is not followed by a name. */
const COLON = /:(?=[a-z_][\w.-]*(?:[=,]|$)|=|$)/i;
/** These are text, even if it looks like a number. */
const TEXT_OPTIONS: readonly string[] = ["label", "codec", "path", "direction", "profile"];
const SIZES = "bytes, such as 65536, 64KiB or 16MiB";
const TIMES = "a time, such as 500, 500ms or 10s";

/**
 * Takes `NAME:option=value,option=value` apart. An option without a value is `true`. A dot leads into an object:
 * `grpc:keepalive.timeMs=10s`.
 * @throws UsageError
 */
export function readAdapterText(text: string): AdapterSettings {
  const at = text.search(COLON);
  const adapter = (at < 0 ? text : text.slice(0, at)).trim();
  if (adapter === "") throw new UsageError(`${shown(text)}: the name of an adapter is missing`);
  const settings: Record<string, unknown> = { adapter };
  if (at < 0) return { adapter };
  for (const part of splitAtCommas(text.slice(at + 1))) {
    const equals = part.indexOf("=");
    const key = (equals < 0 ? part : part.slice(0, equals)).trim();
    if (key === "")
      throw new UsageError(`${shown(text)}: expected options such as profile=tuned after the colon`);
    put(settings, text, key, equals < 0 ? true : jsonOrText(key, part.slice(equals + 1).trim()));
  }
  return settings as unknown as AdapterSettings;
}

/**
 * The same options with numbers instead of texts with units: `maxReceiveMessageBytes: "16MiB"`.
 * @throws UsageError
 */
export function withoutUnits(
  owner: string,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(options).map(([key, value]) => {
    const name = `${owner}.${key}`;
    if (typeof value === "string") return [key, withoutUnit(name, key, value)] as const;
    return [key, isPlain(value) ? withoutUnits(name, value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function withoutUnit(name: string, key: string, value: string): number | string {
  const { read, wanted } = unitOf(key);
  if (read === undefined) return value;
  const reading = read(value);
  if (reading.value !== undefined) return reading.value;
  throw badValue(name, wanted, shown(value) + (reading.meant ? `; did you mean ${reading.meant}?` : ""));
}

function unitOf(key: string): { readonly read?: (text: string) => Reading; readonly wanted: string } {
  if (/Bytes$/.test(key)) return { read: readBytes, wanted: SIZES };
  if (/Ms$/.test(key)) return { read: readDuration, wanted: TIMES };
  return { wanted: "" };
}

function put(settings: Record<string, unknown>, text: string, key: string, value: unknown): void {
  const dot = key.indexOf(".");
  const first = dot < 0 ? key : key.slice(0, dot);
  if (first === "__proto__") throw new UsageError(`${shown(text)}: unknown option ${first}`);
  if (dot < 0) {
    if (Object.hasOwn(settings, key)) throw new UsageError(`${shown(text)}: ${key} is given twice`);
    settings[key] = value;
    return;
  }
  const inner = Object.hasOwn(settings, first) ? settings[first] : {};
  if (!isPlain(inner)) throw new UsageError(`${shown(text)}: ${first} is given twice`);
  const rest = key.slice(dot + 1);
  if (Object.hasOwn(inner, rest)) throw new UsageError(`${shown(text)}: ${key} is given twice`);
  settings[first] = { ...inner, [rest]: value };
}

/** `true`, numbers, null and JSON as what they are. Anything else is text. */
function jsonOrText(key: string, text: string): unknown {
  if (TEXT_OPTIONS.includes(key) && !text.startsWith('"')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Commas inside of brackets and quotes belong to values in JSON. */
function splitAtCommas(text: string): string[] {
  const parts = [""];
  let depth = 0;
  let quoted = false;
  let previous = "";
  for (const character of text) {
    if (character === '"' && previous !== "\\") quoted = !quoted;
    previous = character;
    if (!quoted && "{[".includes(character)) depth++;
    if (!quoted && "}]".includes(character)) depth--;
    if (character === "," && depth === 0 && !quoted) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
