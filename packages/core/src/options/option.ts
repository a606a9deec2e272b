import { inspect } from "node:util";
import { WireduelError } from "../failure/wireduel-error.js";

/** How one option is checked, and its default. */
export interface OptionKind<T> {
  /** Used where the caller gave nothing. */
  readonly default: T;
  /**
   * The value if it is of this kind.
   * @throws WireduelError `INVALID_OPTION` that names the option, what was wanted, and what came
   */
  parse(name: string, value: unknown): T;
}

/** One kind for each option of an adapter. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]-?: OptionKind<Options[Name]> };

/** The error of every bad option: its name, what was wanted, and what came. */
export function invalidOption(name: string, wanted: string, got: unknown): WireduelError {
  return new WireduelError("INVALID_OPTION", `Expected \`${name}\` to be ${wanted}, got ${show(got)}`);
}

function show(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === "function") return "a function";
  const text = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 60 });
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function kind<T>(fallback: T, wanted: string, accepts: (value: unknown) => boolean): OptionKind<T> {
  return {
    default: fallback,
    parse(name, value) {
      if (!accepts(value)) throw invalidOption(name, wanted, value);
      return value as T;
    },
  };
}

/** A whole number from `min` to `max`, both included. */
export function integer(fallback: number, { min, max }: { min: number; max: number }): OptionKind<number> {
  return kind(fallback, `a whole number from ${min} to ${max}`, (value) => {
    return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  });
}

/** A finite number from `min` to `max`, both included. */
export function number(fallback: number, { min, max }: { min: number; max: number }): OptionKind<number> {
  return kind(fallback, `a number from ${min} to ${max}`, (value) => {
    return typeof value === "number" && value >= min && value <= max;
  });
}

/** `true` or `false`. */
export function flag(fallback: boolean): OptionKind<boolean> {
  return kind(fallback, "true or false", (value) => typeof value === "boolean");
}

/** A string that `pattern` matches; `wanted` says so in words. */
export function text(
  fallback: string,
  pattern: RegExp = /./u,
  wanted = "a string that is not empty",
): OptionKind<string> {
  return kind(fallback, wanted, (value) => typeof value === "string" && pattern.test(value));
}

/**
 * A token that can travel in an HTTP header; it is never shown.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkToken(name: string, token: unknown): void {
  if (token === undefined || (typeof token === "string" && /^[\x21-\x7e]+$/.test(token))) return;
  const got = typeof token === "string" ? "other characters, or none" : `a ${typeof token}`;
  throw new WireduelError(
    "INVALID_OPTION",
    `Expected \`${name}\` to be made of printable ASCII characters without spaces, got ${got}`,
  );
}

/** One of a few strings. */
export function oneOf<const T extends string>(fallback: T, choices: readonly T[]): OptionKind<T> {
  const list = choices.map((choice) => `"${choice}"`).join(" or ");
  return kind(fallback, list, (value) => choices.includes(value as T));
}

/**
 * Checks every option that came, refuses the ones that are not known, and fills in defaults.
 *
 * @param owner what stands before the option's name in messages (`ws` gives `ws.mask`); "" for none
 * @throws WireduelError `INVALID_OPTION`
 */
export function parseOptions<Options>(owner: string, kinds: OptionKinds<Options>, given: object): Options {
  const prefix = owner === "" ? "" : `${owner}.`;
  refuseUnknown(owner, Object.keys(kinds), given);
  const parsed: Record<string, unknown> = {};
  for (const [name, optionKind] of Object.entries(kinds) as [string, OptionKind<unknown>][]) {
    const value = (given as Record<string, unknown>)[name];
    parsed[name] = value === undefined ? optionKind.default : optionKind.parse(`${prefix}${name}`, value);
  }
  return parsed as Options;
}

/**
 * Refuses an option that is not among `known`; a misspelt option must never be a silent default.
 * @throws WireduelError `INVALID_OPTION`
 */
export function refuseUnknown(owner: string, known: readonly string[], given: object): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const where = owner === "" ? "" : `${owner}: `;
    const list = known.length === 0 ? "none" : known.map((one) => `\`${one}\``).join(", ");
    throw new WireduelError("INVALID_OPTION", `${where}unknown option \`${name}\`; known are ${list}`);
  }
}
