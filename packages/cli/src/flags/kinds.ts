// The kinds of values that flags have. Each makes a flag from its description.
import { isDeepStrictEqual } from "node:util";
import { didYouMean } from "@wireduel/core/adapter";
import { badValue } from "../failure.js";
import type { CommandLineFlag, Flag } from "./flag.js";
import { listed } from "./listed.js";
import { shown } from "./shown.js";
import { inTime, type Reading, readBytes, readDuration, readPercent, readRate } from "./units.js";

/** What a flag says about itself. */
export interface Described extends Pick<Flag<unknown>, "help">, Partial<Pick<Flag<unknown>, "fallback">> {}

/** A number, or a text with a unit. */
export type WithUnit = number | string;

/** Limits of a number, both included. */
interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** A flag whose value is text that is not empty. */
export function textFlag(value: string, described: Described): Flag<string, string> {
  return {
    value,
    fallback: "",
    ...described,
    parse(name, given) {
      if (typeof given === "string" && given.trim() !== "" && !isFlag(given)) return given;
      throw wrong(name, "a text that is not empty", given);
    },
  };
}

/** A flag whose value is the path of a file or a folder. */
export function pathFlag(value: string, described: Described): Flag<string, string> {
  return {
    value,
    fallback: "",
    isPath: true,
    ...described,
    parse(name, given) {
      if (typeof given === "string" && given !== "" && !given.includes("\0") && !isFlag(given)) return given;
      throw wrong(name, value === "DIR" ? "the path of a folder" : "the path of a file", given);
    },
  };
}

/** A flag without a value. */
export function switchFlag(described: Described): Flag<boolean, boolean> {
  return {
    value: null,
    fallback: "",
    ...described,
    parse(name, given) {
      if (typeof given === "boolean") return given;
      throw wrong(name, "true or false", given);
    },
  };
}

/** A flag whose value is one of a few words. */
export function choiceFlag<const T extends string>(
  value: string,
  choices: readonly T[],
  described: Described,
): Flag<T, T> {
  const wanted = listed(choices, "or");
  return {
    value,
    fallback: "",
    choices,
    ...described,
    parse(name, given) {
      if (choices.includes(given as T)) return given as T;
      throw badValue(name, wanted, gotten(given) + didYouMean(given, choices, (word) => word));
    },
  };
}

/** A flag whose value is a whole number. */
export function integerFlag(range: Range, described: Described): Flag<number, number> {
  const wanted = `a whole number${inWords(range, inThousands)}`;
  const readInteger = (text: string): Reading =>
    /^[+-]?\d+$/.test(text.trim()) ? { value: Number(text) } : {};
  return numberFlag(
    { value: "N", wanted, read: readInteger, range, accepts: Number.isSafeInteger },
    described,
  );
}

/** A flag whose value is a number of bytes: `100`, `10kB`, `1MB`, `1KiB`. */
export function sizeFlag(range: Range, described: Described): Flag<number, WithUnit> {
  const wanted = `bytes${inWords(range, inBytes)}, such as 100, 10kB, 1MB or 1MiB`;
  return numberFlag(
    { value: "SIZE", wanted, read: readBytes, range, accepts: Number.isSafeInteger },
    described,
  );
}

/**
 * A flag whose value is a time: `500ms`, `10s`, `2m`. It becomes milliseconds. A number without a unit is refused, in a
 * configuration too.
 */
export function durationFlag(range: Range, described: Described): Flag<number, string> {
  const wanted = `a time${inWords(range, inTime)} with its unit, such as 500ms, 10s or 2m`;
  return numberFlag({ value: "TIME", wanted, read: readDuration, range, accepts: () => false }, described);
}

/** A flag whose value is a rate: `200/s`, `1000/m`. It becomes payloads per second. */
export function rateFlag(range: Range, described: Described): Flag<number, WithUnit> {
  const wanted = `payloads per second${inWords(range, inThousands)}, such as 200/s or 1000/m`;
  return numberFlag({ value: "RATE", wanted, read: readRate, range, accepts: Number.isFinite }, described);
}

/** A flag whose value is a share: `10%` or `0.1`. It becomes 0.1. */
export function percentFlag(range: Range, described: Described): Flag<number, WithUnit> {
  const wanted = `a share${inWords(range, (share) => `${share * 100}%`)}, such as 10% or 0.1`;
  const isShare = (given: number) => given < 1;
  return numberFlag({ value: "PERCENT", wanted, read: readPercent, range, accepts: isShare }, described);
}

/**
 * A flag for several values of another one. On the command line, commas are between them or the flag is repeated. In a
 * configuration it is a list, or one value.
 * @param separator null: commas belong to the values, as in names of files
 * @param identity what two values have in common if they are the same one. Default: all of it.
 */
export function listFlag<T, Given>(
  item: Flag<T, Given>,
  {
    separator = ",",
    identity = (one) => one,
  }: { readonly separator?: "," | null; readonly identity?: (one: T) => unknown } = {},
): Flag<readonly T[], Given | readonly Given[]> {
  const { value, accepts: _, ...rest } = item;
  return {
    ...rest,
    value: separator === null ? value : `${value}[,${value}…]`,
    isList: true,
    parse(name, given) {
      const parts = Array.isArray(given) ? given : [given];
      const items = parts.flatMap((part) => splitAt(separator, part));
      if (items.length === 0) throw badValue(name, "at least one value", "none");
      const parsed = items.map((one) => item.parse(name, one));
      const identities = parsed.map(identity);
      const twice = identities.findIndex((one, index) => identities.slice(0, index).some(isEqualTo(one)));
      if (twice >= 0) throw badValue(name, "each value once", `${shown(items[twice])} twice`);
      return parsed;
    },
  };
}

/** The same flag, which a configuration cannot have. */
export function onCommandLine<T>(flag: Flag<T>): CommandLineFlag<T> {
  const { accepts: _, ...rest } = flag;
  return { ...rest, commandLineOnly: true };
}

/** The same flag, which `--no-…` turns off. */
export function negatable<T, Given>(flag: Flag<T, Given>): Flag<T | false, Given | false> {
  const { accepts: _, ...rest } = flag;
  return {
    ...rest,
    negatable: true,
    parse: (name, given) => (given === false ? false : flag.parse(name, given)),
  };
}

/** The same flag, whose value may be left out. */
export function valueOptional<T, Given>(flag: Flag<T, Given>): Flag<T | true, Given | true> {
  const { accepts: _, ...rest } = flag;
  return {
    ...rest,
    valueOptional: true,
    parse: (name, given) => (given === true ? true : flag.parse(name, given)),
  };
}

interface NumberKind {
  readonly value: string;
  readonly wanted: string;
  read(text: string): Reading;
  readonly range: Range;
  /** Whether a number of the configuration, without a unit, is clear. */
  accepts(given: number): boolean;
}

function numberFlag(kind: NumberKind, described: Described): Flag<number, never> {
  const { value, wanted, read, range, accepts } = kind;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  return {
    value,
    fallback: "",
    ...described,
    parse(name, given) {
      const isNumber = typeof given === "number" && accepts(given);
      const reading: Reading = isNumber ? { value: given } : typeof given === "string" ? read(given) : {};
      if (reading.value !== undefined) {
        if (reading.value >= min && reading.value <= max) return reading.value;
        throw wrong(name, wanted, given);
      }
      const meant = reading.meant === undefined ? "" : `; did you mean ${reading.meant}?`;
      throw badValue(name, wanted, gotten(given) + meant);
    },
  };
}

function splitAt(separator: "," | null, part: unknown): readonly unknown[] {
  return separator === null || typeof part !== "string"
    ? [part]
    : part.split(separator).map((one) => one.trim());
}

function isEqualTo(one: unknown): (other: unknown) => boolean {
  return (other) => isDeepStrictEqual(one, other);
}

function wrong(name: string, wanted: string, given: unknown): Error {
  return badValue(name, wanted, gotten(given));
}

/** A file with such a name can be given as `./--name`. */
function isFlag(given: string): boolean {
  return given.startsWith("--");
}

/** What was given. A flag of the command line that came twice is a list. */
function gotten(given: unknown): string {
  if (
    Array.isArray(given) &&
    given.length > 1 &&
    given.every((one) => typeof one === "string" || one === true)
  )
    return `it ${given.length === 2 ? "twice" : `${given.length} times`}: ${given.map(gotten).join(" and ")}`;
  if (typeof given === "string" && isFlag(given)) return `${shown(given)}, which is a flag`;
  return given === true ? "no value" : shown(given);
}

function inWords({ min, max }: Range, show: (value: number) => string): string {
  if (min === undefined) return max === undefined ? "" : ` up to ${show(max)}`;
  return max === undefined ? ` from ${show(min)}` : ` from ${show(min)} to ${show(max)}`;
}

/** `toLocaleString` would load the data of all languages, which takes longer than all flags together. */
function inThousands(value: number): string {
  const [whole = "", ...fraction] = String(value).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".");
}

function inBytes(value: number): string {
  const units = [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
  ] as const;
  const unit = units.find(([size]) => value >= size && value % size === 0);
  return unit === undefined ? String(value) : `${value / unit[0]}${unit[1]}`;
}
