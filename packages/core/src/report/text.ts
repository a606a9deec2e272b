import type { Load } from "../load/load.js";
import type { BenchmarkResult, Timing, Transmission } from "../result/result.js";
import { storedJson } from "../result/stored-json.js";
import { typicalRound } from "../result/typical-round.js";
import { comparisonBlocks } from "./comparison.js";
import { asIs, asText, type Block, heading, lines } from "./document/block.js";
import { asMarkdownWithin } from "./document/fit.js";
import { formatMs } from "./format-number.js";
import { listsTransmissions, loadInWords } from "./in-words.js";
import {
  type CheckedTextOptions,
  checkHeading,
  checkReportOptions,
  checkResult,
  checkStored,
  checkTextOptions,
  checkTransmission,
  type MarkdownOptions,
  type StoredResult,
  type TextOptions,
} from "./input.js";
import { totalsOf } from "./totals.js";

/**
 * The complete report as text. With one round, it has the transmissions of each timing (if payloads are sent
 * one by one), its totals, and the comparison. With several rounds, it is the comparison only.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatText(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText(reportBlocks(result, checkTextOptions(options, result)));
}

/**
 * The same report as Markdown, as GitHub renders it: for a comment, a job summary or a page.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatMarkdown(result: BenchmarkResult, options?: TextOptions & MarkdownOptions): string {
  checkResult(result);
  const checked = checkReportOptions(options, result);
  return asMarkdownWithin(reportBlocks(result, checked), checked);
}

function reportBlocks(result: BenchmarkResult, options: CheckedTextOptions): Block[] {
  const timings = result.settings.rounds > 1 ? [] : result.timings;
  return [
    ...timings.flatMap((timing) => timingBlocks(timing, options)),
    ...comparisonBlocks(result, options),
  ];
}

/** A timing of one round: its transmissions and totals. */
function timingBlocks(timing: Timing, { noun }: CheckedTextOptions): Block[] {
  const { label, load, adapter } = timing;
  const listed = listsTransmissions(load) ? typicalRound(timing).transmissions : [];
  return [
    heading(titleOf({ label, title: adapter.title }, load, noun)),
    asIs(...listed.map((transmission) => lineOf(transmission, noun))),
    lines(...totalsOf(timing, noun)),
  ];
}

/**
 * The heading of a timing: `=== WebSocket performance test: 10 images transfer ===`.
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatHeading(
  timing: { readonly label: string; readonly title: string },
  load: Load,
  options?: TextOptions,
): string {
  checkHeading(timing, load);
  const { noun } = checkTextOptions(options);
  return `${asText([heading(titleOf(timing, load, noun))])}${listsTransmissions(load) ? "\n" : ""}`;
}

function titleOf({ label, title }: { label: string; title: string }, load: Load, noun: string): string {
  const name = label === title ? title : label.includes(title) ? label : `${title} (${label})`;
  return `${name} performance test: ${loadInWords(load, noun)}${listsTransmissions(load) ? " transfer" : ""}`;
}

/**
 * The line of one transmission: `Image 1 transmission time: 5.36 ms`.
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatTransmission(transmission: Transmission, options?: TextOptions): string {
  checkTransmission(transmission);
  return lineOf(transmission, checkTextOptions(options).noun);
}

function lineOf(transmission: Transmission, noun: string): string {
  const { index, status, error, transmissionMs } = transmission;
  const name = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${index + 1}`;
  if (error) return `${name} failed: ${error.message} (${error.code})`;
  const damaged = status === "damaged" ? " (arrived damaged)" : "";
  const time = transmissionMs === null ? "not known" : `${formatMs(transmissionMs)} ms`;
  return `${name} transmission time: ${time}${damaged}`;
}

/**
 * The result as JSON with a final line break, indented unless it lists more than 100,000 transmissions. `parseResult` reads it, and
 * `parseMatrix` that of a matrix.
 * @throws WireduelError `INVALID_OPTION` if it is neither a result nor a matrix
 */
export function formatJson(stored: StoredResult): string {
  checkStored(stored);
  return storedJson(stored);
}
