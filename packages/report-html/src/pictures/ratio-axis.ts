import { type ScaleLogarithmic, scaleLog } from "d3-scale";
import { type Tick, withRoom } from "./axis.js";
import { inDigits } from "./digits.js";

/** The space between two numbers of an axis, in pixels. */
const APART = 42;

/** An axis of ratios: twice as much and half as much are equally far from 1. */
export interface RatioAxis {
  readonly scale: ScaleLogarithmic<number, number>;
  readonly ticks: readonly Tick[];
}

/**
 * An axis that has room for these ratios.
 * @param range the pixels at its ends
 */
export function ratioAxis(ratios: readonly number[], range: readonly [number, number]): RatioAxis {
  const [least, most] = ratios.reduce<readonly [number, number]>(
    ([low, high], ratio) => [Math.min(low, ratio), Math.max(high, ratio)],
    [0.9, 1.1],
  );
  const scale = scaleLog([least, most], range);
  // 1 always has a tick.
  const wanted = [1, 2, 0.5, 10, 0.1, ...scale.ticks(Math.floor((range[1] - range[0]) / APART))];
  const inside = wanted.filter((ratio) => ratio >= least && ratio <= most);
  const ticks = inside.map((ratio) => ({
    at: scale(ratio),
    text: inDigits(ratio, 3),
    isMain: ratio === 1,
  }));
  return { scale, ticks: withRoom(ticks, APART) };
}
