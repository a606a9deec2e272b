import type { BenchmarkResult, Timing } from "../result/result.js";
import { formatComparisonTable } from "./comparison-table.js";
import { conclusion } from "./conclusion.js";
import { checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { formatRoundsTable } from "./rounds-table.js";

/**
 * The comparison of all timings: a table (two with several rounds), warnings, notes, and a conclusion.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatComparison(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  const { noun, hint } = checkTextOptions(options);
  const { timings, notRun, settings } = result;
  if (timings.length === 0) return `Nothing was measured. Not run: ${notRun.join(", ")}.`;
  const severalRounds = settings.rounds > 1;
  const warnings = severalRounds ? warningsOfRounds(timings) : warningsOf(timings);
  const sections = [
    ...(severalRounds ? [formatRoundsTable(result, noun), "The typical round of each:"] : []),
    formatComparisonTable(result, options),
    [...warnings, ...(notRun.length > 0 ? [`Not run: ${notRun.join(", ")}`] : [])].join("\n"),
    notesOf(timings).join("\n"),
    [conclusion(result), ...(hint ? [hint] : [])].join(" "),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
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
      return `Warning (${label}, ${same.length} of ${rounds.length} rounds): ${same[0]?.message} [${code}]`;
    });
  });
}

/** The notes of the ends, each once, with the labels of its timings. */
function notesOf(timings: readonly Timing[]): string[] {
  const labels = new Map<string, Set<string>>();
  for (const { label, rounds } of timings) {
    for (const note of rounds
      .flatMap(({ ends }) => [...ends.senders, ...ends.receivers])
      .flatMap(({ notes }) => notes)) {
      labels.set(note, (labels.get(note) ?? new Set()).add(label));
    }
  }
  if (labels.size === 0) return [];
  return ["Notes:", ...[...labels].map(([note, names]) => `- ${[...names].join(", ")}: ${note}`)];
}
