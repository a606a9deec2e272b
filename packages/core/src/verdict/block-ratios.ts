import type { Timing } from "../result/result.js";
import type { RoundResult } from "../result/round-result.js";
import type { Slice } from "../result/slice.js";
import { quantile } from "../stats/summary.js";
import { clockErrorMs } from "./clock-error.js";
import type { Measure } from "./comparison.js";
import { isOneWay, MEDIANS, valueOfRound } from "./measures.js";

/** The logarithms of the ratios of two timings, one for each block that both have. */
export interface BlockRatios {
  readonly measured: readonly number[];
  /**
   * The smallest and the largest ratios that the error of the clocks allows. It is similar in every round, so more
   * rounds do not remove it.
   */
  readonly least: readonly number[];
  readonly most: readonly number[];
}

/** Why there are no ratios: a value is missing, or the clocks could make one negative. */
export type NoRatios = "missing" | "clock";

/** Compares the rounds of the blocks that both timings have. */
export function blockRatios(a: Timing, b: Timing, measure: Measure): BlockRatios | NoRatios {
  const others = new Map(b.rounds.map((round) => [round.block, round]));
  const pairs = a.rounds.flatMap((own) => {
    const other = others.get(own.block);
    return other ? [[own, other] as const] : [];
  });
  if (pairs.length === 0) return "missing";
  const oneWay = isOneWay(measure, a.load);
  const ratios = pairs.map(([own, other]) => {
    const [errorOfA, errorOfB] = oneWay ? [clockErrorMs(own), clockErrorMs(other)] : [0, 0];
    const values = pairedValues([own, a], [other, b], measure);
    if (values === undefined) return "missing";
    const logOf = (sign: -1 | 0 | 1) =>
      median(
        values.map(([x, y]) => {
          const [over, under] = sign === 0 ? [x, y] : [x + sign * errorOfA, y - sign * errorOfB];
          return over > 0 && under > 0 && Number.isFinite(over / under) ? Math.log(over / under) : Number.NaN;
        }),
      );
    const measured = logOf(0);
    const exact = errorOfA + errorOfB === 0;
    const logs = { measured, least: exact ? measured : logOf(-1), most: exact ? measured : logOf(1) };
    if (Number.isNaN(logs.measured)) return oneWay ? "clock" : "missing";
    return Number.isNaN(logs.least + logs.most) ? "clock" : logs;
  });
  const without = ratios.find((one) => typeof one === "string");
  if (typeof without === "string") return without;
  const logs = ratios.filter((one) => typeof one !== "string");
  return {
    measured: logs.map(({ measured }) => measured),
    least: logs.map(({ least }) => least),
    most: logs.map(({ most }) => most),
  };
}

type Side = readonly [round: RoundResult, timing: Timing];

/**
 * The values of two rounds of a block, slice by slice if both have all of them, otherwise those of the rounds.
 * Slices alternate within seconds, so the machine affects both of a pair alike.
 */
function pairedValues(
  [roundOfA, a]: Side,
  [roundOfB, b]: Side,
  measure: Measure,
): readonly (readonly [number, number])[] | undefined {
  const [slicesOfA, slicesOfB] = [roundOfA, roundOfB].map(({ slices }) =>
    slices.map((slice) => valueOfSlice(slice, measure)),
  ) as [(number | null)[], (number | null)[]];
  const complete = [...slicesOfA, ...slicesOfB].every((value) => value !== null && value > 0);
  if (slicesOfA.length > 0 && slicesOfA.length === slicesOfB.length && complete) {
    return slicesOfA.map((value, index) => [value as number, slicesOfB[index] as number]);
  }
  const [own, other] = [valueOfRound(roundOfA, measure, a.load), valueOfRound(roundOfB, measure, b.load)];
  return own === null || other === null ? undefined : [[own, other]];
}

function valueOfSlice({ medians, acknowledgedPerSecond }: Slice, measure: Measure): number | null {
  if (measure === "throughput") return acknowledgedPerSecond;
  const time = MEDIANS[measure];
  return time ? medians[time] : null;
}

/** NaN if one of the values is. */
function median(values: readonly number[]): number {
  if (values.length === 1) return values[0] as number;
  if (values.some(Number.isNaN)) return Number.NaN;
  return quantile(new Float64Array(values).sort(), 0.5);
}
