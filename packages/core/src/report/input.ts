// Checks the input of the report functions.
import type { Load } from "../load/load.js";
import {
  integer,
  invalidChoice,
  type Kind,
  type OptionKind,
  object,
  optional,
  text,
  withDefault,
} from "../options/kinds.js";
import type { MatrixResult } from "../result/matrix.js";
import { matrixResult } from "../result/matrix-kinds.js";
import type { BenchmarkResult, Timing, Transmission } from "../result/result.js";
import { benchmarkResult, timing as timingKind } from "../result/result-kinds.js";
import { transmission as transmissionKind } from "../result/round-kinds.js";
import { load as loadKind } from "../result/setting-kinds.js";

/** What a run or a matrix leaves: the result of `runBenchmark` or of `runMatrix`. */
export type StoredResult = BenchmarkResult | MatrixResult;

/** Options of the text reports. */
export interface TextOptions {
  /** The name of a payload in the singular, such as `image`. Default: `payload`. */
  readonly noun?: string | undefined;
  /**
   * The label of the timing that ratios refer to. Default: the first timing. With several rounds, ratios always refer
   * to the first one.
   */
  readonly ratioTo?: string | undefined;
  /**
   * A last sentence that says what to do next, such as "See `start --explain`." Without it, the report of a single round
   * advises to measure more rounds.
   */
  readonly hint?: string | undefined;
}

/** Options of a report as Markdown. */
export interface MarkdownOptions {
  /**
   * What is longer is cut, and a sentence says so. At least 1,000. Default: 65,536, GitHub's limit for a comment. A job
   * summary may have 1 MiB.
   */
  readonly mostCharacters?: number | undefined;
}

/** Checked options, with defaults. */
export interface CheckedTextOptions {
  readonly noun: string;
  readonly ratioTo?: string;
  readonly hint?: string;
}

/** Checked options, with defaults. */
export interface CheckedMarkdownOptions {
  readonly mostCharacters: number;
}

const textFields = {
  noun: withDefault(text(), "payload"),
  ratioTo: optional(text()),
  hint: optional(text()),
};
/** The kinds of `MarkdownOptions`. */
export const markdownFields: { readonly mostCharacters: OptionKind<number> } = {
  mostCharacters: withDefault(integer({ min: 1_000 }), 65_536),
};

const textOptionsKind = object<CheckedTextOptions>(textFields);
const markdownOptionsKind = object<CheckedMarkdownOptions>(markdownFields);
const reportOptionsKind = object<CheckedTextOptions & CheckedMarkdownOptions>({
  ...textFields,
  ...markdownFields,
});

/**
 * Checks the options and fills in defaults.
 * @param result the result whose labels `ratioTo` can name
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkTextOptions(options: TextOptions = {}, result?: Labels): CheckedTextOptions {
  return withKnownLabel(textOptionsKind.parse("options", options), result);
}

/**
 * The same, for a report as Markdown.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkReportOptions(
  options: TextOptions & MarkdownOptions = {},
  result?: Labels,
): CheckedTextOptions & CheckedMarkdownOptions {
  return withKnownLabel(reportOptionsKind.parse("options", options), result);
}

/**
 * The same, for what has no other options.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkMarkdownOptions(options: MarkdownOptions = {}): CheckedMarkdownOptions {
  return markdownOptionsKind.parse("options", options);
}

type Labels = Pick<BenchmarkResult, "timings" | "notRun">;

function withKnownLabel<T extends CheckedTextOptions>(checked: T, result?: Labels): T {
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
  addTimings(result);
}

/** The timings of a result are checked with it. */
function addTimings({ timings }: BenchmarkResult): void {
  for (const timing of timings) checked.add(timing);
}

/** Whether it is the result of a matrix. */
export function isMatrix(stored: StoredResult): stored is MatrixResult {
  return (stored as Partial<MatrixResult> | null)?.kind === "matrix";
}

/**
 * Checks a result or a matrix completely, so that an export never fails halfway.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkStored(stored: StoredResult): void {
  if (!isMatrix(stored)) {
    checkResult(stored);
    return;
  }
  checkOnce(matrixResult, "matrix", stored);
  // The results of its cells were checked with it.
  for (const { result } of stored.cells) {
    if (result === null) continue;
    checked.add(result);
    addTimings(result);
  }
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
