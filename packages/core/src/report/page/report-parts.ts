import type { MatrixResult } from "../../result/matrix.js";
import type { BenchmarkResult } from "../../result/result.js";
import { provenanceInWords } from "../audit/provenance-words.js";
import { roundsInWords } from "../comparison.js";
import { comparisonTable } from "../comparison-table.js";
import { conclusion, missingFrom, verdictsAndWhy } from "../conclusion.js";
import { asText, type Block, heading, lines, strong } from "../document/block.js";
import { listInWords } from "../in-words.js";
import {
  type CheckedTextOptions,
  checkStored,
  checkTextOptions,
  isMatrix,
  type StoredResult,
  type TextOptions,
} from "../input.js";
import { matrixNotes } from "../matrix/matrix-notes.js";
import { matrixTable, tableNotes } from "../matrix/matrix-table.js";
import { certaintyInWords, endInWords, sectionTitle, sizeInWords } from "../matrix/matrix-text.js";
import { crossoversInWords, fastestInWords } from "../matrix/matrix-words.js";
import { knowsResources, resourcesTable } from "../resources-table.js";
import { sendersTable } from "../senders/senders-table.js";
import { otherMeasures, roundsTable, verdictTable } from "../verdict/tables.js";
import { verdictsOf } from "../verdict/verdicts.js";
import { notesInWords, warningsInWords } from "../warnings-in-words.js";

/**
 * The parts of a report, for a program that shows them in its own form. The sentences and tables are those of
 * `formatText` and `formatMatrix`.
 */
export interface ReportParts {
  /** What was compared: `WebSocket and gRPC`. */
  readonly title: string;
  /** What the run shows, how sure that is, and why. The sentences that a reader should see first are `strong`. */
  readonly conclusion: readonly Block[];
  /** The value of each adapter, with its ratio, interval and verdict. Of a matrix: a table for each network and load, and where the order turns. */
  readonly table: readonly Block[];
  /** What was measured, when, with what, and on which machine. */
  readonly measured: readonly string[];
  /** Reasons to read the numbers with care, and what is missing. Empty if there are none. */
  readonly warnings: readonly string[];
  /** Facts that help to understand the numbers. */
  readonly notes: readonly string[];
  /** All other tables. */
  readonly more: readonly Block[];
}

/**
 * The parts of the report of a run or of a matrix.
 * @param options the words of the report of a run
 * @throws WireduelError `INVALID_OPTION` if it is neither a result nor a matrix, or an option is not valid
 */
export function reportParts(stored: StoredResult, options?: TextOptions): ReportParts {
  checkStored(stored);
  if (isMatrix(stored)) return partsOfMatrix(stored);
  return partsOfRun(stored, checkTextOptions(options, stored));
}

function partsOfRun(result: BenchmarkResult, options: CheckedTextOptions): ReportParts {
  const { timings, settings, comparisons } = result;
  const verdicts = verdictsOf(result);
  const typical = timings.length === 0 ? [] : comparisonTable(result, options);
  const compared = comparisons.length > 0;
  return {
    title: titleOf(timings),
    conclusion: compared
      ? [...verdictsAndWhy(result), ...(options.hint === undefined ? [] : [lines(options.hint)])]
      : conclusion(result, options),
    table: compared ? verdictTable(result, verdicts) : typical,
    measured: [`${roundsInWords(result, options.noun)}.`, ...provenanceInWords(result)],
    warnings: [...(compared ? linesOf(missingFrom(result)) : []), ...warningsInWords(result)],
    notes: notesInWords(result),
    more: [
      ...otherMeasures(result, verdicts),
      ...(settings.rounds > 1 && timings.length > 0 ? roundsTable(result, verdicts.by) : []),
      ...(compared ? typical : []),
      ...sendersTable(result),
      ...(timings.some(knowsResources) ? resourcesTable(result) : []),
    ],
  };
}

function partsOfMatrix(matrix: MatrixResult): ReportParts {
  const { axes, adapters } = matrix;
  const places = axes.networks.flatMap((_, network) => axes.loads.map((__, load) => ({ network, load })));
  const crossovers = places.flatMap(({ network, load }) => {
    const sentences = crossoversInWords(matrix, network, load);
    if (sentences.length === 0 || places.length === 1) return sentences;
    return [`${sectionTitle(matrix, network, load)}: ${sentences.join(" ")}`];
  });
  return {
    title: titleOf(adapters),
    conclusion: [
      strong(fastestInWords(matrix) ?? "No cell compares the adapters."),
      lines(...certaintyInWords(matrix)),
    ],
    table: [
      lines(...crossovers),
      ...places.flatMap(({ network, load }) => [
        heading(sectionTitle(matrix, network, load)),
        ...matrixTable(matrix, network, load),
      ]),
      tableNotes(matrix),
    ],
    measured: [`${sizeInWords(matrix)}.`, ...provenanceInWords(matrix)],
    warnings: [...endInWords(matrix), ...linesOf(matrixNotes(matrix))],
    notes: [],
    more: [],
  };
}

function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => asText([block]).split("\n")).filter((line) => line !== "");
}

function titleOf(adapters: readonly { readonly label: string }[]): string {
  return listInWords(adapters.map(({ label }) => label));
}
