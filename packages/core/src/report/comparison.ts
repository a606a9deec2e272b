import type { BenchmarkResult, Ends, Timing } from "../result/result.js";
import { comparisonTable } from "./comparison-table.js";
import { conclusion } from "./conclusion.js";
import { asText, type Block, lines, list } from "./document/block.js";
import { joinLabels } from "./in-words.js";
import { type CheckedTextOptions, checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { roundsTable } from "./rounds-table.js";

/**
 * The comparison of all timings: a table (two with several rounds), warnings, the facts that each end noted, and
 * what the run shows.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatComparison(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText(comparisonBlocks(result, checkTextOptions(options, result)));
}

/** The comparison as blocks. */
export function comparisonBlocks(result: BenchmarkResult, options: CheckedTextOptions): Block[] {
  const { timings, notRun, settings } = result;
  if (timings.length === 0) return [conclusion(result, options)];
  const severalRounds = settings.rounds > 1;
  const warnings = severalRounds ? warningsOfRounds(timings) : warningsOf(timings);
  return [
    ...(severalRounds ? [...roundsTable(result, options.noun), lines("The typical round of each:")] : []),
    ...comparisonTable(result, options),
    lines(...warnings, ...(notRun.length > 0 ? [`Not run: ${joinLabels(notRun)}`] : [])),
    ...list("Notes:", notesOf(timings)),
    conclusion(result, options),
  ];
}

function warningsOf(timings: readonly Timing[]): string[] {
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
