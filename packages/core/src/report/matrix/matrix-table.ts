import type { FastestOfCell, MatrixCell, MatrixResult } from "../../result/matrix.js";
import type { BenchmarkResult } from "../../result/result.js";
import { pairsOf, type Reference } from "../../verdict/pairs.js";
import { type Block, lines, table } from "../document/block.js";
import { atPlace, intervalOf, verdictWord } from "../verdict/cells.js";
import { MEASURE_WORDS } from "../verdict/measure-words.js";
import { hasTooFewRounds } from "./matrix-words.js";

/** Two labels that were compared. */
interface Pair {
  readonly label: string;
  readonly to: string;
}

/** The table of one network and load: a row for each payload, and a column for each adapter or pair. */
export function matrixTable(matrix: MatrixResult, network: number, load: number): Block[] {
  const { axes, adapters, settings, fastest } = matrix;
  const labels = adapters.map(({ label }) => label);
  const reference = oneReference(settings.reference);
  const pairs = pairsOf(labels, settings.reference).map(([label, to]) => ({ label, to }));
  const words = MEASURE_WORDS[settings.decideBy];
  const unit = words.unit === "" ? "" : `, ${words.unit}`;
  const rows = matrix.cells.flatMap((cell, index) => {
    if (cell.network !== network || cell.load !== load) return [];
    const found = fastest.find((one) => one.cell === index);
    return [
      [
        axes.payloads[cell.payload]?.label ?? "",
        ...(reference === null ? [] : [medianOf(cell, reference)]),
        ...pairs.map((pair) => verdictOf(cell, pair)),
        ...(labels.length > 2 ? [fastestOf(found)] : []),
      ],
    ];
  });
  const head = [
    "",
    ...(reference === null ? [] : [`${reference}${unit}`]),
    ...pairs.map(({ label, to }) => (reference === null ? `${label} / ${to}` : label)),
    ...(labels.length > 2 ? ["fastest"] : []),
  ];
  return [table(head, rows)];
}

/** What the tables show. Said once, below the last one. */
export function tableNotes({ settings, adapters, cells }: MatrixResult): Block {
  const { name } = MEASURE_WORDS[settings.decideBy];
  const of = oneReference(settings.reference) ?? "the second adapter of the pair";
  return lines(
    `The numbers are intervals of the ratio of the ${name} to that of ${of}: 2 is twice as much.`,
    ...(cells.some(hasTooFewRounds) ? ["-: too few rounds to compare them."] : []),
    ...(adapters.length > 2
      ? ["fastest: shown to be faster than every other one. With a question mark: one of these is."]
      : []),
  );
}

/** The label with which all others are compared. Null: there is no such label. */
function oneReference(reference: Reference): string | null {
  return typeof reference === "object" || reference === "all" ? null : reference;
}

function medianOf({ result }: MatrixCell, reference: string): string {
  const timing = result?.timings.find(({ label }) => label === reference);
  return result && timing ? atPlace(timing, result.settings.decideBy, 0.5) : "-";
}

/** `slower, 1.4 to 1.6`. */
function verdictOf({ status, result }: MatrixCell, pair: Pair): string {
  const comparison = result && decidingOf(result, pair);
  if (!comparison) return status === "completed" ? "-" : status === "failed" ? "failed" : "not measured";
  const word = verdictWord(comparison);
  const interval = intervalOf(comparison);
  return interval === "-" ? word : `${word}, ${interval}`;
}

function decidingOf({ comparisons }: BenchmarkResult, { label, to }: Pair) {
  return comparisons.find((one) => one.decides && one.label === label && one.to === to);
}

function fastestOf(found: FastestOfCell | undefined): string {
  if (found === undefined || found.verdict === "unknown") return "-";
  const { labels, verdict } = found;
  return `${labels.join(verdict === "same" ? " = " : " or ")}${verdict === "undecided" ? "?" : ""}`;
}
