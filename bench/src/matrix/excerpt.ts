import type { MatrixResult, RoundResult, Timing } from "@wireduel/core";

/** So many digits of each number that is not a whole one. */
const DIGITS = 6;

/**
 * A stored matrix that is small enough for the repository. Only the typical round of each timing keeps its histograms,
 * its slices, its series and what its ends used. The comparisons were made with all of it.
 */
export function excerptOf(matrix: MatrixResult): MatrixResult {
  const cells = matrix.cells.map((cell) => ({
    ...cell,
    result: cell.result && { ...cell.result, timings: cell.result.timings.map(excerptOfTiming) },
  }));
  return JSON.parse(JSON.stringify({ ...matrix, cells }, rounded)) as MatrixResult;
}

function excerptOfTiming(timing: Timing): Timing {
  const rounds = timing.rounds.map((round, index) =>
    index === timing.typical ? round : withoutDetails(round),
  );
  return { ...timing, rounds };
}

function withoutDetails(round: RoundResult): RoundResult {
  const none = Object.fromEntries(Object.keys(round.histograms).map((time) => [time, null]));
  return {
    ...round,
    firstTransmission: null,
    slices: [],
    histograms: none as unknown as RoundResult["histograms"],
    series: { ...round.series, intervals: [] },
    ends: { senders: [], receivers: [] },
  };
}

function rounded(_: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isInteger(value)) return value;
  return Number(value.toPrecision(DIGITS));
}
