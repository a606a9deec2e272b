// The input of the report functions, and a cheap check of it. `parseResult` checks everything.
import type { Load } from "../load/load.js";
import { invalidOption, isObject, object, optional, text, withDefault } from "../options/kinds.js";
import { type BenchmarkResult, RESULT_SCHEMA_VERSION, type Timing } from "../result/result.js";

/** Options of the text reports. */
export interface TextOptions {
  /** The name of a payload in the singular, such as `image`. Default: `payload`. */
  readonly noun?: string | undefined;
  /** The label of the timing that ratios refer to. Default: the first timing. */
  readonly ratioTo?: string | undefined;
  /** A last sentence that says what to do next, such as "See `start --explain`." Default: none. */
  readonly hint?: string | undefined;
}

/** Checked options, with defaults. */
export interface CheckedTextOptions {
  readonly noun: string;
  readonly ratioTo?: string;
  readonly hint?: string;
}

const textOptionsKind = object<CheckedTextOptions>({
  noun: withDefault(text(), "payload"),
  ratioTo: optional(text()),
  hint: optional(text()),
});

/**
 * Checks the options and fills in defaults.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTextOptions(options: TextOptions = {}): CheckedTextOptions {
  return textOptionsKind.parse("options", options);
}

/**
 * Refuses a value that is clearly not a result.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkResult(result: BenchmarkResult): void {
  const { schemaVersion, settings, timings, comparisons, notRun } = checkObject("result", result);
  if (schemaVersion !== RESULT_SCHEMA_VERSION) {
    throw invalidOption("result.schemaVersion", String(RESULT_SCHEMA_VERSION), schemaVersion);
  }
  checkObject("result.settings", settings);
  for (const [name, list] of Object.entries({ timings, comparisons, notRun })) {
    if (!Array.isArray(list)) throw invalidOption(`result.${name}`, "a list", list);
  }
  for (const [index, timing] of (timings as unknown[]).entries())
    checkTiming(timing, `result.timings[${index}]`);
}

/**
 * Refuses a value that is clearly not a timing.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTiming(timing: Timing | unknown, name = "timing"): void {
  const { rounds, typical, load, payload } = checkObject(name, timing);
  checkLoad(load, `${name}.load`);
  checkObject(`${name}.payload`, payload);
  if (!Array.isArray(rounds)) throw invalidOption(`${name}.rounds`, "a list", rounds);
  checkObject(`${name}.rounds[${String(typical)}]`, rounds[typical as number]);
}

/**
 * Refuses a value that is clearly not a load.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkLoad(load: Load | unknown, name = "load"): void {
  const { kind } = checkObject(name, load);
  if (typeof kind !== "string") throw invalidOption(`${name}.kind`, "the kind of a load", kind);
}

/**
 * Checks that a value is an object. Its fields are not checked.
 * @throws WireduelError `INVALID_OPTION` if it is not
 */
export function checkObject(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw invalidOption(name, "an object, as results have it", value);
  return value;
}
