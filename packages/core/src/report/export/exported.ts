// What the exports have in common: one timing of a result or of a cell, with its place and its values.
import { mismatch } from "../../options/kinds.js";
import { loadLabel, networkLabel, payloadLabel } from "../../result/axis-labels.js";
import type { MatrixCell, MatrixResult } from "../../result/matrix.js";
import type { BenchmarkResult, Timing } from "../../result/result.js";
import { quantile } from "../../stats/summary.js";
import { MEASURES, type Measure } from "../../verdict/comparison.js";
import { valueOfRound, whyNotMeasured } from "../../verdict/measures.js";
import { whyInvalid } from "../../verdict/reason.js";
import { isMatrix, type StoredResult } from "../input.js";

/** The names of the payload, the network and the load. A single run has the names that a matrix would give it. */
export interface Place {
  readonly payload: string;
  readonly network: string;
  readonly load: string;
}

/** A cell of a matrix. A single run is one cell. */
export interface ExportedCell {
  readonly place: Place;
  /** Null: nothing was measured. */
  readonly result: BenchmarkResult | null;
  /** What ended the cell early. */
  readonly error: MatrixCell["error"];
}

/** One timing, where it belongs. */
export interface ExportedTiming {
  readonly place: Place;
  readonly timing: Timing;
  readonly result: BenchmarkResult;
}

/** The values of a timing's rounds by one measure. */
export interface MeasuredValues {
  readonly measure: Measure;
  /** How many rounds have a value. */
  readonly rounds: number;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** All cells, in order. */
export function exportedCells(stored: StoredResult): readonly ExportedCell[] {
  if (!isMatrix(stored)) return [{ place: placeOf(stored), result: stored, error: null }];
  return stored.cells.map((cell) => ({
    place: placeOfCell(cell, stored),
    result: cell.result,
    error: cell.error,
  }));
}

/** All timings of all cells, in order. */
export function exportedTimings(stored: StoredResult): readonly ExportedTiming[] {
  return exportedCells(stored).flatMap(timingsOf);
}

/** The timings of a cell. None if nothing was measured. */
export function timingsOf({ place, result }: ExportedCell): readonly ExportedTiming[] {
  return result === null ? [] : result.timings.map((timing) => ({ place, timing, result }));
}

/** The values by each measure that the load has and of which a round has one. */
export function measuredValues({ rounds, load }: Timing): readonly MeasuredValues[] {
  return MEASURES.flatMap((measure) => {
    if (whyNotMeasured(measure, load) !== undefined) return [];
    const values = rounds.flatMap((round) => valueOfRound(round, measure, load) ?? []).sort((a, b) => a - b);
    if (values.length === 0) return [];
    const [lowest, median, highest] = [quantile(values, 0), quantile(values, 0.5), quantile(values, 1)];
    return [{ measure, rounds: values.length, median, lowest, highest }];
  });
}

/** The values that may be compared. A program that tracks them must not see those of payloads that were lost. */
export function validValues(timing: Timing): readonly MeasuredValues[] {
  return measuredValues(timing).filter(({ measure }) => whyInvalid(timing, measure) === undefined);
}

/** `10 kB, wan, 1 at a time`. */
export function placeInWords({ payload, network, load }: Place): string {
  return [payload, network, load].join(", ");
}

/** A name for each timing, all different: `gRPC, 10 kB, wan, 1 at a time`. */
export function namesOf(timings: readonly ExportedTiming[], mostCharacters: number): readonly string[] {
  const used = new Set<string>();
  return timings.map(({ place, timing }) => {
    const whole = `${timing.label}, ${placeInWords(place)}`;
    let name = whole.slice(0, mostCharacters);
    for (let number = 2; used.has(name); number++) {
      const suffix = ` (${number})`;
      name = whole.slice(0, mostCharacters - suffix.length) + suffix;
    }
    used.add(name);
    return name;
  });
}

/**
 * Refuses to write an export without content: a program that reads it would take silence for success.
 * @param wanted what the result should have
 * @throws WireduelError `INVALID_OPTION`
 */
export function refuseNothing(all: readonly unknown[], wanted: string): void {
  if (all.length === 0) throw mismatch("result", `a result with ${wanted}`, "one without");
}

function placeOf({ timings: [timing] }: BenchmarkResult): Place {
  // Without a timing, the result says nothing of them.
  if (timing === undefined) return { payload: "unknown", network: "unknown", load: "unknown" };
  return {
    payload: payloadLabel(timing.payload),
    network: networkLabel(timing.network),
    load: loadLabel(timing.load),
  };
}

function placeOfCell({ payload, network, load }: MatrixCell, { axes }: MatrixResult): Place {
  return {
    payload: axes.payloads[payload]?.label ?? "",
    network: axes.networks[network]?.label ?? "",
    load: axes.loads[load]?.label ?? "",
  };
}
