import { median } from "../results/numbers.js";
import { varianceComponents } from "../variance/components.js";
import { explainedShare } from "../variance/explained-share.js";
import type { Mode, RoundMeasured, RowMeasured, SlicesMeasured } from "./measure-slices.js";

/** How the ratio of two equal adapters scatters from block to block: standard deviations of its logarithm. */
export interface Scatter {
  readonly blocks: number;
  /** One round after another, by the medians of the rounds. */
  readonly whole: number;
  /** Slices that take turns: the median of the slices' ratios. */
  readonly slices: number;
  /** The same rounds by their medians, without pairing the slices. */
  readonly slicesUnpaired: number;
  /** What slices in one block add, and what the blocks (processes and connections) add beyond that. */
  readonly betweenSlices: number;
  readonly betweenBlocks: number;
  /** The share of the variation of the ratio in rounds one after another that goes along with that of the page faults. Null: none. */
  readonly explainedByFaults: number | null;
}

/** @param runs under one load */
export function scatterOf(runs: readonly SlicesMeasured[], pair: string): Scatter {
  const whole = blocksOf(runs, pair, "whole");
  const sliced = blocksOf(runs, pair, "slices");
  const ratios = sliced.map(([a, b]) =>
    a.slices.slice(0, b.slices.length).map((value, index) => Math.log(value / (b.slices[index] as number))),
  );
  const [betweenBlocks = 0, betweenSlices = 0] = varianceComponents(ratios);
  return {
    blocks: Math.min(whole.length, sliced.length),
    whole: deviation(whole.map(logRatio)),
    slices: deviation(ratios.map(median)),
    slicesUnpaired: deviation(sliced.map(logRatio)),
    betweenSlices: Math.sqrt(Math.max(0, betweenSlices)),
    betweenBlocks: Math.sqrt(Math.max(0, betweenBlocks)),
    explainedByFaults: explainedShare(
      whole.map(logRatio),
      whole.map(([a, b]) => Math.log((LEAST_COUNT + (a.faults ?? 0)) / (LEAST_COUNT + (b.faults ?? 0)))),
    ),
  };
}

/** Below this, page faults are what the process itself needs. */
const LEAST_COUNT = 0.1;

type Block = readonly [RoundMeasured, RoundMeasured];

/** The two rounds of a pair in each block. */
function blocksOf(runs: readonly SlicesMeasured[], pair: string, mode: Mode): Block[] {
  return runs
    .filter((run) => run.mode === mode)
    .flatMap(({ rows }) => {
      const [a, b] = rows.filter((row) => row.pair === pair) as [RowMeasured, RowMeasured];
      return a.rounds.map((round, index): Block => [round, b.rounds[index] as RoundMeasured]);
    });
}

function logRatio([a, b]: Block): number {
  return Math.log(a.median / b.median);
}

/** The standard deviation. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/**
 * What a switch costs: the time of the first `count` payloads of a slice, divided by that of as many median ones. The median over
 * all slices but the first of each round. Undefined if no slice has so many.
 */
export function switchCost(runs: readonly SlicesMeasured[], pair: string, count: number): number | undefined {
  const starts = runs.flatMap(({ rows }) =>
    rows.filter((row) => row.pair === pair).flatMap((row) => row.starts.slice(1)),
  );
  const costs = starts
    .filter(({ first }) => first.length >= count)
    .map(({ first, median: typical }) => {
      const sum = first.slice(0, count).reduce((total, value) => total + value, 0);
      return sum / (count * typical);
    });
  return costs.length === 0 ? undefined : median(costs);
}
