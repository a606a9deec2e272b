import {
  type BenchmarkResult,
  compareResults,
  type MatrixResult,
  type ResultComparison,
} from "@wireduel/core";
import type { Outcome } from "../run/measure.js";
import type { GateCell } from "./judge.js";

/** What a gate measured. */
export interface GateOutcome extends Outcome {
  /** Why the gate ended the measurement early. Null if it did not. */
  readonly failure: string | null;
}

/** What was measured, cell by cell, for the judge. */
export function cellsOf({ result, error, failure }: GateOutcome): GateCell[] {
  if ("kind" in result) return result.cells.map((cell) => ofMatrix(result, cell, failure));
  const problem = failure ?? error?.message ?? problemOf(result);
  return [{ name: null, result, problem }];
}

/** The cell of a run, compared with a baseline. */
export function cellsWithBaseline(outcome: GateOutcome, baseline: BenchmarkResult): GateCell[] {
  return cellsOf(outcome).map((cell) => {
    if (cell.result === null || cell.problem !== null) return cell;
    const { comparisons } = comparedWith(baseline, cell.result);
    return { ...cell, comparisons: comparisons.map((one) => ({ ...one, to: "the baseline" })) };
  });
}

/**
 * A result compared with a baseline.
 * @throws WireduelError `NOT_COMPARABLE`
 */
export function comparedWith(baseline: BenchmarkResult, result: BenchmarkResult): ResultComparison {
  const { decideBy, margin } = result.settings;
  // Other programs cannot be kept away, and a warning names them. Few rounds are undecided.
  return compareResults(baseline, result, { decideBy, margin, mayDiffer: ["busy", "rounds"] });
}

function ofMatrix(
  { axes }: MatrixResult,
  cell: MatrixResult["cells"][number],
  failure: string | null,
): GateCell {
  const points = [
    [axes.payloads, cell.payload],
    [axes.networks, cell.network],
    [axes.loads, cell.load],
  ] as const;
  const names = points.flatMap(([axis, index]) => (axis.length > 1 ? [axis[index]?.label ?? ""] : []));
  const unfinished = cell.status === "unfinished" ? (failure ?? "it was not measured completely") : null;
  const problem = cell.error?.message ?? unfinished ?? (cell.result && problemOf(cell.result));
  return { name: names.join(", ") || null, result: cell.result, problem };
}

/** A run that failed without an error lost or damaged payloads. The judge names them where they matter. */
function problemOf({ status, notRun }: BenchmarkResult): string | null {
  if (status === "completed") return null;
  return notRun.length > 0
    ? `${notRun.join(", ")} was not measured`
    : "payloads failed, or were lost, damaged, duplicated or dropped";
}
