import type { EndReport, MatrixResult, RoundResult, Timing } from "@wireduel/core";

/** So many digits of each number that is not a whole one. */
const DIGITS = 6;

/**
 * A stored matrix that is small enough for the repository. It has no histograms and no series, and only the typical round of
 * each timing keeps its slices, its bytes on the wire, the parts of its times and what its ends used. The comparisons were made with all of it.
 */
export function excerptOf(matrix: MatrixResult): MatrixResult {
  const cells = matrix.cells.map((cell) => ({
    ...cell,
    result: cell.result && { ...cell.result, timings: cell.result.timings.map(excerptOfTiming) },
  }));
  return JSON.parse(JSON.stringify({ ...matrix, cells }, rounded)) as MatrixResult;
}

function excerptOfTiming(timing: Timing): Timing {
  const rounds = timing.rounds.map((round, index) => {
    const small = withoutSeries(withoutHistograms(round));
    return index === timing.typical ? small : withoutDetails(small);
  });
  return { ...timing, rounds };
}

function withoutHistograms(round: RoundResult): RoundResult {
  const none = Object.fromEntries(Object.keys(round.histograms).map((time) => [time, null]));
  return { ...round, histograms: none as unknown as RoundResult["histograms"] };
}

function withoutSeries(round: RoundResult): RoundResult {
  const without = (ends: readonly EndReport[]) =>
    ends.map(({ resources, ...end }) => ({
      ...end,
      resources: resources && { ...resources, series: { ...resources.series, intervals: [] } },
    }));
  const { series, ends } = round;
  return {
    ...round,
    series: { ...series, intervals: [] },
    ends: { senders: without(ends.senders), receivers: without(ends.receivers) },
  };
}

function withoutDetails(round: RoundResult): RoundResult {
  const { transmissionMs, serviceMs } = round.times;
  const none = Object.fromEntries(Object.keys(round.times).map((time) => [time, null]));
  const times = { ...(none as unknown as RoundResult["times"]), transmissionMs, serviceMs };
  return {
    ...round,
    firstTransmission: null,
    slices: [],
    ends: { senders: [], receivers: [] },
    times,
    wire: null,
  };
}

function rounded(_: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isInteger(value)) return value;
  return Number(value.toPrecision(DIGITS));
}
