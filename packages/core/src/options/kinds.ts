// Core's validator. It checks options, control messages and stored results.
import { WireduelError } from "../failure/wireduel-error.js";
import { didYouMean } from "./closest-name.js";
import { show } from "./show.js";

/** A JSON Schema (2020-12). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Checks values of one kind. */
export interface Kind<T> {
  /**
   * Returns the checked value, with defaults filled in.
   * @param name its name in messages, such as `load.count`
   * @throws WireduelError `INVALID_OPTION` with the name, the expected value and the given one
   */
  parse(name: string, value: unknown): T;
  /** The same check as JSON Schema. Absent if the value is not JSON, such as a function. */
  readonly schema?: JsonSchema;
  /** The value of an absent field. Without it, the field is required. */
  readonly default?: T;
  /** The field may be absent, and then stays absent. */
  readonly optional?: true;
  /** The names of the fields of an object. */
  readonly fields?: readonly string[];
}

/** A kind with a default. */
export interface OptionKind<T> extends Kind<T> {
  readonly default: T;
}

/** One kind for each field of an object. */
export type Kinds<T> = { readonly [Name in keyof T]-?: Kind<T[Name]> };

/** One kind for each option of an adapter. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]-?: OptionKind<Options[Name]> };

/** The error for a bad value: its name, what was expected and what was given. */
export function invalidOption(name: string, wanted: string, got: unknown): WireduelError {
  return mismatch(name, wanted, show(got));
}

/** The same, with a description of the given value. For values that must not be shown. */
export function mismatch(name: string, wanted: string, got: string): WireduelError {
  return new WireduelError("INVALID_OPTION", `Expected \`${name}\` to be ${wanted}, got ${got}`);
}

/**
 * The error for a value that is none of a few words. It says which word was probably meant.
 * @param wanted describes all accepted values. Default: the words.
 */
export function invalidChoice(
  name: string,
  words: readonly string[],
  got: unknown,
  wanted: string = inWords(words),
): WireduelError {
  return mismatch(name, wanted, show(got) + didYouMean(got, words));
}

/** Values that a predicate accepts. `wanted` describes them in messages. */
export function kindOf<T>(
  wanted: string,
  accepts: (value: unknown) => boolean,
  schema?: JsonSchema,
): Kind<T> {
  return {
    parse(name, value) {
      if (!accepts(value)) throw invalidOption(name, wanted, value);
      return value as T;
    },
    ...(schema ? { schema } : {}),
  };
}

/** The same kind with a default. */
export function withDefault<T>(kind: Kind<T>, value: T): OptionKind<T> {
  return { ...kind, default: value };
}

/** A field that may be absent. */
export function optional<T>(kind: Kind<T>): Kind<T> {
  return { ...kind, optional: true };
}

/** Null, or a value of the kind. */
export function nullable<T>(kind: Kind<T>): Kind<T | null> {
  return {
    parse: (name, value) => (value === null ? null : kind.parse(name, value)),
    ...(kind.schema ? { schema: { anyOf: [kind.schema, { type: "null" }] } } : {}),
  };
}

/** An integer from `min` to `max`, both included. */
export function integer(range: { readonly min?: number; readonly max?: number } = {}): Kind<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = range;
  const bounds = {
    ...(range.min === undefined ? {} : { minimum: min }),
    ...(range.max === undefined ? {} : { maximum: max }),
  };
  return kindOf(
    `a whole number${rangeInWords(range)}`,
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    { type: "integer", ...bounds },
  );
}

/** A finite number from `min` to `max`, both included. */
export function number(range: { readonly min?: number; readonly max?: number } = {}): Kind<number> {
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE } = range;
  const bounds = {
    ...(range.min === undefined ? {} : { minimum: min }),
    ...(range.max === undefined ? {} : { maximum: max }),
  };
  return kindOf(
    `a number${rangeInWords(range)}`,
    (value) => typeof value === "number" && value >= min && value <= max,
    { type: "number", ...bounds },
  );
}

/** A string that `pattern` matches. `wanted` describes it in messages. Default: any string. */
export function text(pattern?: RegExp, wanted = "a string"): Kind<string> {
  return kindOf(
    wanted,
    (value) => typeof value === "string" && (pattern === undefined || pattern.test(value)),
    { type: "string", ...(pattern ? { pattern: pattern.source } : {}) },
  );
}

/** `true` or `false`. */
export const flag: Kind<boolean> = kindOf("true or false", (value) => typeof value === "boolean", {
  type: "boolean",
});

/** One of a few values. */
export function oneOf<const T extends string | number>(choices: readonly T[]): Kind<T> {
  const words = choices.filter((choice) => typeof choice === "string");
  return {
    parse(name, value) {
      if (choices.includes(value as T)) return value as T;
      throw invalidChoice(name, words, value, inWords(choices));
    },
    schema: { enum: [...choices] },
  };
}

/** A list of values of one kind. */
export function listOf<T>(kind: Kind<T>, wanted = "a list"): Kind<readonly T[]> {
  return {
    parse(name, value) {
      if (!Array.isArray(value)) throw invalidOption(name, wanted, value);
      return value.map((item, index) => kind.parse(`${name}[${index}]`, item));
    },
    ...(kind.schema ? { schema: { type: "array", items: kind.schema } } : {}),
  };
}

/** An object with any field names, whose values are all of one kind. */
export function recordOf<T>(kind: Kind<T>, wanted = "an object"): Kind<Readonly<Record<string, T>>> {
  return {
    parse(name, value) {
      if (!isObject(value)) throw invalidOption(name, wanted, value);
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      return Object.fromEntries(entries.map(([key, item]) => [key, kind.parse(`${name}.${key}`, item)]));
    },
    ...(kind.schema ? { schema: { type: "object", additionalProperties: kind.schema } } : {}),
  };
}

/** Options of `object`. */
export interface ObjectOptions {
  /** Describes the object in messages. Default: "an object". */
  readonly wanted?: string;
  /** Whether unknown fields are refused (the default) or ignored. */
  readonly unknown?: "refuse" | "ignore";
  /** Name of the type, for the schema. */
  readonly title?: string;
  /** Who has these fields, for messages about an unknown field of an object without a name. */
  readonly owner?: string;
  /** Fields that users look for here, and the field that has them: `{ durationMs: "load" }`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/**
 * An object with one kind per field. Unknown fields are refused, so that a misspelt one is not silently
 * ignored.
 */
export function object<T>(kinds: Kinds<T>, options: ObjectOptions = {}): Kind<T> {
  const { wanted = "an object", unknown = "refuse", title, owner = "", elsewhere } = options;
  const fields = Object.entries(kinds) as [string, Kind<unknown>][];
  const known = fields.map(([field]) => field);
  return {
    fields: known,
    parse(name, value) {
      if (!isObject(value)) throw invalidOption(name === "" ? "options" : name, wanted, value);
      if (unknown === "refuse") refuseUnknown(name === "" ? owner : name, known, value, elsewhere);
      const parsed: Record<string, unknown> = {};
      for (const [field, kind] of fields) {
        const given = value[field];
        if (given === undefined && kind.optional) continue;
        parsed[field] =
          given === undefined && "default" in kind
            ? kind.default
            : kind.parse(name === "" ? field : `${name}.${field}`, given);
      }
      return parsed as T;
    },
    ...(fields.every(([, kind]) => kind.schema) ? { schema: objectSchema(fields, title) } : {}),
  };
}

/** One of several objects, distinguished by the value of one field. */
export function tagged<T>(tag: string, kinds: Readonly<Record<string, Kind<unknown>>>): Kind<T> {
  const names = oneOf(Object.keys(kinds));
  const schemas = Object.values(kinds).map(({ schema }) => schema);
  return {
    parse(name, value) {
      if (!isObject(value)) throw invalidOption(name, `an object with \`${tag}\``, value);
      const chosen = names.parse(`${name}.${tag}`, value[tag]);
      return (kinds[chosen] as Kind<T>).parse(name, value);
    },
    ...(schemas.includes(undefined) ? {} : { schema: { oneOf: schemas } }),
  };
}

const MOST_JSON_DEPTH = 100;
/** Any JSON value, not deeper than 100. */
export const json: Kind<never> = kindOf("a JSON value", (value) => isJson(value), {});

/** Any object of JSON values. */
export const jsonObject: Kind<never> = kindOf(
  "an object of JSON values",
  (value) => isObject(value) && isJson(value),
  { type: "object" },
);

/**
 * Refuses unknown fields.
 * @param owner prefix of the message, such as `load`. "" for none.
 * @throws WireduelError `INVALID_OPTION`
 */
export function refuseUnknown(
  owner: string,
  known: readonly string[],
  given: object,
  elsewhere: ObjectOptions["elsewhere"] = {},
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const where = owner === "" ? "" : `${owner}: `;
    if (Object.hasOwn(elsewhere, name)) {
      const place = inBackticks(elsewhere[name] ?? "");
      throw new WireduelError(
        "INVALID_OPTION",
        `${where}unknown option ${inBackticks(name)}; it is an option of ${place}`,
      );
    }
    const meant = didYouMean(name, known, inBackticks);
    const list = known.length === 0 ? "none" : known.map(inBackticks).join(", ");
    const rest = meant === "" ? `; known are ${list}` : `${meant} Known are ${list}`;
    throw new WireduelError("INVALID_OPTION", `${where}unknown option ${inBackticks(name)}${rest}`);
  }
}

/** Whether a value is an object with fields. A list, bytes, a Map or a Date is not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** Deeper values would overflow the stack of whoever walks through them. JavaScript itself uses `__proto__`. */
function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  const isPart = (one: unknown) => depth < MOST_JSON_DEPTH && (one === undefined || isJson(one, depth + 1));
  if (Array.isArray(value)) return value.every((one) => one !== undefined && isPart(one));
  return isObject(value) && !Object.hasOwn(value, "__proto__") && Object.values(value).every(isPart);
}

function objectSchema(fields: readonly [string, Kind<unknown>][], title: string | undefined): JsonSchema {
  return {
    ...(title === undefined ? {} : { title }),
    type: "object",
    properties: Object.fromEntries(fields.map(([field, { schema }]) => [field, schema])),
    required: fields.filter(([, kind]) => !kind.optional && !("default" in kind)).map(([field]) => field),
  };
}

function inBackticks(name: string): string {
  return `\`${name}\``;
}

function inWords(choices: readonly (string | number)[]): string {
  return choices.map((choice) => JSON.stringify(choice)).join(" or ");
}

function rangeInWords({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined) return max === undefined ? "" : ` up to ${max}`;
  return max === undefined ? ` from ${min}` : ` from ${min} to ${max}`;
}
