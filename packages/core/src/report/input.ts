// Checks the input of the report functions.
import type { Load } from "../load/load.js";
import { invalidChoice, type Kind, object, optional, text, withDefault } from "../options/kinds.js";
import type { BenchmarkResult, Timing, Transmission } from "../result/result.js";
import { benchmarkResult, timing as timingKind } from "../result/result-kinds.js";
import { transmission as transmissionKind } from "../result/round-kinds.js";
import { load as loadKind } from "../result/setting-kinds.js";

/** Options of the text reports. */
export interface TextOptions {
  /** The name of a payload in the singular, such as `image`. Default: `payload`. */
  readonly noun?: string | undefined;
  /**
   * The label of the timing that ratios refer to. Default: the first timing. With several rounds, ratios always refer
   * to the first one.
   */
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
 * @param result the result whose labels `ratioTo` can name
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTextOptions(
  options: TextOptions = {},
  result?: Pick<BenchmarkResult, "timings" | "notRun">,
): CheckedTextOptions {
  const checked = textOptionsKind.parse("options", options);
  const { ratioTo } = checked;
  if (ratioTo === undefined || result === undefined) return checked;
  // If the run ended before that timing, the report still shows what there is.
  const labels = [...result.timings.map(({ label }) => label), ...result.notRun];
  if (labels.includes(ratioTo)) return checked;
  throw invalidChoice("options.ratioTo", labels, ratioTo);
}

const headingKind = object<{ label: string; title: string }>(
  { label: text(), title: text() },
  { unknown: "ignore" },
);

/** What was checked before. A result may list 100,000 transmissions, and one report is made of several parts. */
const checked = new WeakSet<object>();

/** Checks a value with a kind, unless it was checked before. */
export function checkOnce(kind: Kind<unknown>, name: string, value: object): void {
  if (checked.has(value)) return;
  kind.parse(name, value);
  checked.add(value);
}

/**
 * Checks a result completely, so that a report never fails halfway.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkResult(result: BenchmarkResult): void {
  checkOnce(benchmarkResult, "result", result);
}

/**
 * Checks a timing of a result.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTiming(timing: Timing): void {
  checkOnce(timingKind, "timing", timing);
}

/**
 * Checks a transmission of a result.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTransmission(transmission: Transmission): void {
  checkOnce(transmissionKind, "transmission", transmission);
}

/**
 * Checks what a heading is made of.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkHeading(timing: { readonly label: string; readonly title: string }, load: Load): void {
  headingKind.parse("timing", timing);
  checkOnce(loadKind, "load", load);
}
