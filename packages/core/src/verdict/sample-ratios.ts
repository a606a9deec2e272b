import type { Timing } from "../result/result.js";
import type { NoRatios } from "./block-ratios.js";
import { clockErrorMs } from "./clock-error.js";
import type { Measure } from "./comparison.js";
import { isOneWay, valueOfRound } from "./measures.js";
import { rankSamples } from "./rank-samples.js";
import type { RankedRatios } from "./ranked-ratios.js";
import { standardDeviation } from "./standard-deviation.js";

/**
 * Compares the rounds of two timings that were measured in different runs. No round belongs to one of the other, so
 * each is compared with all of the other.
 */
export function sampleRatios(a: Timing, b: Timing, measure: Measure): RankedRatios | NoRatios {
  const [own, other] = [logsOf(a, measure), logsOf(b, measure)];
  if (typeof own === "string") return own;
  if (typeof other === "string") return other;
  const measured = rankSamples(own.measured, other.measured);
  const exact = [own, other].every(({ least, measured: logs }) =>
    logs.every((log, round) => log === least[round]),
  );
  return {
    rounds: Math.min(own.measured.length, other.measured.length),
    spread: spreadOf(own.measured, other.measured),
    measured,
    least: exact ? measured : rankSamples(own.least, other.most),
    most: exact ? measured : rankSamples(own.most, other.least),
  };
}

/** The logarithms of the values of all rounds, and the smallest and the largest that the error of the clocks allows. */
interface Logs {
  readonly measured: readonly number[];
  readonly least: readonly number[];
  readonly most: readonly number[];
}

function logsOf({ rounds, load }: Timing, measure: Measure): Logs | NoRatios {
  const oneWay = isOneWay(measure, load);
  const values = rounds.map((round) => ({
    value: valueOfRound(round, measure, load) ?? Number.NaN,
    error: oneWay ? clockErrorMs(round) : 0,
  }));
  const logs = (sign: -1 | 0 | 1) =>
    values.map(({ value, error }) => Math.log(sign === 0 ? value : value + sign * error));
  const all = { measured: logs(0), least: logs(-1), most: logs(1) };
  if (values.some(({ value }) => Number.isNaN(value))) return "missing";
  if (Object.values(all).flat().every(Number.isFinite)) return all;
  return oneWay ? "clock" : "missing";
}

/** How much the ratio of a round of each varies. Null if one of the two has a single round. */
function spreadOf(a: readonly number[], b: readonly number[]): number | null {
  const [own, other] = [standardDeviation(a), standardDeviation(b)];
  return own === null || other === null ? null : Math.hypot(own, other);
}
