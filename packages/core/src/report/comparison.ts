import type { BenchmarkResult, Ends, Timing } from "../result/result.js";
import { audit } from "../verdict/audit/audit.js";
import { auditNotes, auditWarnings } from "./audit/audit-words.js";
import { provenanceInWords } from "./audit/provenance-words.js";
import { comparisonTable } from "./comparison-table.js";
import { conclusion } from "./conclusion.js";
import { asText, type Block, heading, lines, list } from "./document/block.js";
import { countOf } from "./format-number.js";
import { joinLabels } from "./in-words.js";
import { type CheckedTextOptions, checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { knowsResources, resourcesTable } from "./resources-table.js";
import { setupInWords, shared } from "./timings-in-words.js";
import { otherMeasures, roundsTable, verdictTable } from "./verdict/tables.js";
import { verdictsOf } from "./verdict/verdicts.js";

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
  const warnings = warningsOf(result, several ? warningsOfRounds(timings) : warningsOfOneRound(timings));
  const size = several ? [lines(`Measured: ${roundsInWords(result, options.noun)}.`)] : [];
  return [...shown, ...table, ...size, warnings];
}

/** The comparison as blocks. */
export function comparisonBlocks(result: BenchmarkResult, options: CheckedTextOptions): Block[] {
  const { timings, settings } = result;
  if (timings.length === 0) return conclusion(result, options);
  if (settings.rounds > 1) return ofSeveralRounds(result, options);
  return [
    ...comparisonTable(result, options),
    ...warningsAndNotes(result, warningsOfOneRound(timings)),
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
    ...(timings.some(knowsResources) ? resourcesTable(result) : []),
    ...warningsAndNotes(result, warningsOfRounds(timings)),
    lines(...provenanceInWords(result)),
  ];
}

/** Reasons to read the numbers with care, then facts that help to understand them. */
function warningsAndNotes(result: BenchmarkResult, ofTimings: readonly string[]): Block[] {
  const notes = auditNotes(audit(result)).map((note) => `${note}.`);
  return [warningsOf(result, ofTimings), ...list("Notes:", [...notesOf(result.timings), ...notes])];
}

/** Warnings of the run, of its timings, and of its settings. */
function warningsOf(result: BenchmarkResult, ofTimings: readonly string[]): Block {
  const ofRun = result.warnings.map(({ message, code }) => `Warning: ${message} [${code}]`);
  const unequal = auditWarnings(audit(result)).map((message) => `Warning: ${message}.`);
  return lines(...ofRun, ...ofTimings, ...unequal, ...notRun(result));
}

/** `6 rounds of 10 images of 100 bytes`. */
function roundsInWords({ timings, settings, notRun: missing }: BenchmarkResult, noun: string): string {
  const setup = shared(timings, (timing) => setupInWords(timing, noun)) ?? `${noun}s`;
  const early = missing.length > 0 || timings.some(({ rounds }) => rounds.length < settings.rounds);
  return `${countOf(settings.rounds, "round")} of ${setup}${early ? ", ended early" : ""}`;
}

function notRun({ notRun: labels }: BenchmarkResult): string[] {
  return labels.length > 0 ? [`Not run: ${joinLabels(labels)}`] : [];
}

function warningsOfOneRound(timings: readonly Timing[]): string[] {
  return timings.flatMap(({ label, rounds }) => {
    const warnings = rounds.flatMap((round) => round.warnings);
    return warnings.map(({ message, code }) => `Warning (${label}): ${message} [${code}]`);
  });
}

/** Each warning code once per timing: how many rounds have it, and its first message. */
function warningsOfRounds(timings: readonly Timing[]): string[] {
  return timings.flatMap(({ label, rounds }) => {
    const codes = new Set(rounds.flatMap(({ warnings }) => warnings.map(({ code }) => code)));
    return [...codes].map((code) => {
      const same = rounds.flatMap(({ warnings }) => warnings.find((warning) => warning.code === code) ?? []);
      const which = `${same.length} of ${rounds.length} rounds${same.length > 1 ? ", here the first" : ""}`;
      return `Warning (${label}, ${which}): ${same[0]?.message} [${code}]`;
    });
  });
}

/** What the ends noted about themselves: facts, not causes. Each once, with its end and the labels of its timings. */
function notesOf(timings: readonly Timing[]): string[] {
  const labels = new Map<string, { role: string; note: string; of: Set<string> }>();
  for (const { label, rounds } of timings) {
    for (const [role, notes] of rounds.flatMap(({ ends }) => notesOfEnds(ends))) {
      for (const note of notes) {
        const key = `${role}: ${note}`;
        const noted = labels.get(key) ?? { role, note, of: new Set() };
        noted.of.add(label);
        labels.set(key, noted);
      }
    }
  }
  return [...labels.values()].map(({ role, note, of }) => `${role} of ${joinLabels([...of])}: ${note}`);
}

function notesOfEnds({ senders, receivers }: Ends): [role: string, notes: readonly string[]][] {
  return [
    ...senders.map(({ notes }): [string, readonly string[]] => ["Sender", notes]),
    ...receivers.map(({ notes }): [string, readonly string[]] => ["Receiver", notes]),
  ];
}
