import { type ScaleLogarithmic, scaleLog } from "d3-scale";
import { type Markup, markup } from "../markup/markup.js";

/** The space between two numbers of an axis, in pixels. */
const APART = 42;

/** An axis of ratios: twice as much and half as much are equally far from 1. */
export interface RatioAxis {
  readonly scale: ScaleLogarithmic<number, number>;
  /** The ratios that have a line and a number. */
  readonly ticks: readonly number[];
}

/**
 * An axis that has room for these ratios.
 * @param range the pixels at its ends
 */
export function ratioAxis(ratios: readonly number[], range: readonly [number, number]): RatioAxis {
  const [least, most] = ratios.reduce(
    ([low, high], ratio) => [Math.min(low, ratio), Math.max(high, ratio)],
    [0.9, 1.1],
  );
  const scale = scaleLog([least, most], range);
  return { scale, ticks: ticksOf(scale, range) };
}

/** 1 always has a tick. Others keep a distance from it and from each other. */
function ticksOf(scale: ScaleLogarithmic<number, number>, range: readonly [number, number]): number[] {
  const wanted = [1, 2, 0.5, 10, 0.1, ...scale.ticks(Math.floor((range[1] - range[0]) / APART))];
  const [least, most] = scale.domain() as [number, number];
  const taken: number[] = [];
  for (const ratio of wanted) {
    const isFree = taken.every((other) => Math.abs(scale(other) - scale(ratio)) >= APART);
    if (ratio >= least && ratio <= most && isFree) taken.push(ratio);
  }
  return taken.toSorted((a, b) => a - b);
}

/** The lines and numbers of the axis. */
export function drawAxis({ scale, ticks }: RatioAxis, top: number, bottom: number): Markup {
  return markup`${ticks.map((ratio) => {
    const x = round(scale(ratio));
    const line = markup`<line class="${ratio === 1 ? "one" : "grid"}" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`;
    return markup`${line}<text class="tick" x="${x}" y="${bottom + 16}">${Number(ratio.toPrecision(3))}</text>`;
  })}`;
}

/** A tenth of a pixel is enough, and keeps the file small. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
