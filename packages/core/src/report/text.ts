import type { Load } from "../load/load.js";
import type { BenchmarkResult, Transmission } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import { formatComparison } from "./comparison.js";
import { formatMs } from "./format-number.js";
import { listsTransmissions, loadInWords } from "./in-words.js";
import { checkHeading, checkResult, checkTextOptions, checkTransmission, type TextOptions } from "./input.js";
import { formatTotals } from "./totals.js";

/**
 * The complete report as text. With one round, it has the transmissions of each timing (if payloads are sent
 * one by one), its totals, and the comparison. With several rounds, it is the comparison only.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatText(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  if (result.settings.rounds > 1) return formatComparison(result, options);
  const sections = result.timings.map((timing) => {
    const { label, load, adapter } = timing;
    const listed = listsTransmissions(load) ? typicalRound(timing).transmissions : [];
    return [
      formatHeading({ label, title: adapter.title }, load, options),
      ...listed.map((transmission) => formatTransmission(transmission, options)),
      formatTotals(timing, options),
    ].join("\n");
  });
  return [...sections, formatComparison(result, options)].join("\n\n");
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
  const { label, title } = timing;
  const name = label === title ? title : label.includes(title) ? label : `${title} (${label})`;
  const [transfer, below] = listsTransmissions(load) ? [" transfer", "\n"] : ["", ""];
  return `=== ${name} performance test: ${loadInWords(load, noun)}${transfer} ===${below}`;
}

/**
 * The line of one transmission: `Image 1 transmission time: 5.36 ms`.
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatTransmission(transmission: Transmission, options?: TextOptions): string {
  checkTransmission(transmission);
  const { noun } = checkTextOptions(options);
  const { index, status, error, transmissionMs } = transmission;
  const name = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${index + 1}`;
  if (error) return `${name} failed: ${error.message} (${error.code})`;
  const damaged = status === "damaged" ? " (arrived damaged)" : "";
  const time = transmissionMs === null ? "not known" : `${formatMs(transmissionMs)} ms`;
  return `${name} transmission time: ${time}${damaged}`;
}

/**
 * The result as indented JSON with a final line break. `parseResult` reads it.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatJson(result: BenchmarkResult): string {
  checkResult(result);
  return `${JSON.stringify(result, null, 2)}\n`;
}
