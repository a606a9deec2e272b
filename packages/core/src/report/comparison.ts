import type { BenchmarkResult } from "../result/result.js";
import { provenanceInWords } from "./audit/provenance-words.js";
import { comparisonTable } from "./comparison-table.js";
import { conclusion } from "./conclusion.js";
import { asText, type Block, heading, lines, list } from "./document/block.js";
import { countOf } from "./format-number.js";
import { type CheckedTextOptions, checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { knowsResources, resourcesTable } from "./resources-table.js";
import { sendersTable } from "./senders/senders-table.js";
import { setupInWords, shared } from "./timings-in-words.js";
import { otherMeasures, roundsTable, verdictTable } from "./verdict/tables.js";
import { verdictsOf } from "./verdict/verdicts.js";
import { notesInWords, warningsInWords } from "./warnings-in-words.js";

/**
 * The comparison of all timings. Of one round: a table, warnings, the facts that each end noted, and what the round
 * shows. Of several rounds: what they show, with a reason if there is one, then tables, warnings and notes.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatComparison(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText(comparisonBlocks(result, checkTextOptions(options, result)));
}

/**
 * The result in short: what the run shows, with a reason if there is one, one table, and reasons to read the numbers with
 * care. `formatText` has the rest.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatSummary(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText(summaryBlocks(result, checkTextOptions(options, result)));
}

function summaryBlocks(result: BenchmarkResult, options: CheckedTextOptions): Block[] {
  const { timings, comparisons, settings } = result;
  const shown = conclusion(result, options);
  if (timings.length === 0) return shown;
  const several = settings.rounds > 1;
  const table =
    comparisons.length > 0 ? verdictTable(result, verdictsOf(result)) : comparisonTable(result, options);
  const size = several ? [lines(`Measured: ${roundsInWords(result, options.noun)}.`)] : [];
  return [...shown, ...table, ...size, lines(...warningsInWords(result))];
}

/** The comparison as blocks. */
export function comparisonBlocks(result: BenchmarkResult, options: CheckedTextOptions): Block[] {
  const { timings, settings } = result;
  if (timings.length === 0) return conclusion(result, options);
  if (settings.rounds > 1) return ofSeveralRounds(result, options);
  return [
    ...comparisonTable(result, options),
    ...sendersTable(result),
    ...warningsAndNotes(result),
    ...conclusion(result, options),
  ];
}

function ofSeveralRounds(result: BenchmarkResult, options: CheckedTextOptions): Block[] {
  const { timings, comparisons } = result;
  const verdicts = verdictsOf(result);
  const compared = comparisons.length > 0;
  return [
    heading(`${compared ? "Verdict: " : ""}${roundsInWords(result, options.noun)}`),
    ...conclusion(result, options),
    ...(compared ? verdictTable(result, verdicts) : []),
    ...otherMeasures(result, verdicts),
    ...roundsTable(result, verdicts.by),
    ...comparisonTable(result, options),
    ...sendersTable(result),
    ...(timings.some(knowsResources) ? resourcesTable(result) : []),
    ...warningsAndNotes(result),
    lines(...provenanceInWords(result)),
  ];
}

/** Reasons to read the numbers with care, then facts that help to understand them. */
function warningsAndNotes(result: BenchmarkResult): Block[] {
  return [lines(...warningsInWords(result)), ...list("Notes:", notesInWords(result))];
}

/** `6 rounds of 10 images of 100 bytes`. Of a run that ended early, the rounds that are whole. */
export function roundsInWords({ timings, settings, notRun: missing }: BenchmarkResult, noun: string): string {
  const setup = shared(timings, (timing) => setupInWords(timing, noun)) ?? `${noun}s`;
  const early = missing.length > 0 || timings.some(({ rounds }) => rounds.length < settings.rounds);
  const measured = timings.map(({ rounds }) => rounds.filter(({ status }) => status === "completed").length);
  const rounds = early ? Math.max(0, ...measured) : settings.rounds;
  return `${countOf(rounds, "round")} of ${setup}${early ? ", ended early" : ""}`;
}
