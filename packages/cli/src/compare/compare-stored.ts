import {
  type BenchmarkResult,
  type CompareResultsOptions,
  compareResults,
  type MatrixResult,
  type ResultComparison,
  WireduelError,
} from "@wireduel/core";
import { type ComparedCell, isMatrix, type StoredResult } from "@wireduel/core/report";
import { UsageError } from "../failure.js";
import { resolveMatches } from "./match.js";
import { whyNotComparable } from "./why-not-comparable.js";

/** Options of the comparison. A match is `BASE=HEAD`. */
export interface CompareStoredOptions extends Omit<CompareResultsOptions, "match"> {
  readonly match: readonly string[];
}

/**
 * Compares two results, or each cell of two matrices.
 * @throws UsageError if they cannot be compared
 */
export function compareStored(
  base: StoredResult,
  head: StoredResult,
  options: CompareStoredOptions,
): readonly ComparedCell[] {
  if (isMatrix(base) && isMatrix(head)) {
    return cellPairs(base, head).map((pair) => ({
      cell: pair.cell,
      comparison: compareTwo(pair.base, pair.head, options, `${pair.cell}: `),
    }));
  }
  if (isMatrix(base) || isMatrix(head)) {
    const [matrix, single] = isMatrix(base) ? ["base", "head"] : ["head", "base"];
    throw new UsageError(
      `${matrix} is a matrix and ${single} is a single run; compare takes two of the same kind`,
    );
  }
  return [{ cell: null, comparison: compareTwo(base, head, options) }];
}

function compareTwo(
  base: BenchmarkResult,
  head: BenchmarkResult,
  { match, ...options }: CompareStoredOptions,
  of = "",
): ResultComparison {
  try {
    return compareResults(base, head, { ...options, match: resolveMatches(match, base, head) });
  } catch (error) {
    if (error instanceof WireduelError && error.code === "NOT_COMPARABLE")
      throw new UsageError(of + whyNotComparable(error.message, "compare"));
    throw error;
  }
}

interface CellPair {
  readonly cell: string;
  readonly base: BenchmarkResult;
  readonly head: BenchmarkResult;
}

/** The cells of both with the same labels. What only one of them measured is refused. */
function cellPairs(baseMatrix: MatrixResult, headMatrix: MatrixResult): readonly CellPair[] {
  const [ofBase, ofHead] = [resultsOf(baseMatrix), resultsOf(headMatrix)];
  const cells = [...new Set([...ofBase.keys(), ...ofHead.keys()])];
  return cells.map((cell) => {
    const [base, head] = [ofBase.get(cell), ofHead.get(cell)];
    if (base && head) return { cell, base, head };
    throw new UsageError(
      `${cell} was not measured in ${base ? "head" : "base"}; compare takes matrices of the same cells`,
    );
  });
}

/** The results of all cells that were measured, by the labels of the cells. */
function resultsOf({ axes, cells }: MatrixResult): ReadonlyMap<string, BenchmarkResult> {
  const entries = cells.flatMap(({ payload, network, load, result }) => {
    const places = [axes.payloads[payload], axes.networks[network], axes.loads[load]];
    return result === null ? [] : [[places.map((place) => place?.label).join(", "), result] as const];
  });
  return new Map(entries);
}
