import { MOST_SLICES } from "../load/slice-load.js";
import { FIRST_ROUND_MS } from "../options/dependent-options.js";
import type { RoundResult } from "../result/result.js";
import { quantile } from "../stats/summary.js";
import { standardDeviation } from "../verdict/standard-deviation.js";

/** After these numbers of blocks, the length is chosen again. Between them it stays, so that blocks are alike. */
const CHOOSE_AFTER: readonly number[] = [3, 6, 12];
const FEWEST_SLICES = 5;
/** A budget should have time for this many blocks. With a few, no comparison of several adapters can be decided. */
const WANTED_BLOCKS = 20;
const SHORTEST_FIRST_MS = 100;
/** The median of n values varies by this factor more than their mean, if they are normal. */
const MEDIAN_VARIANCE = Math.PI / 2;

/** What decides how many slices a round should have. */
export interface SliceCosts {
  /** Variance of the logarithm of the paired ratio from slice to slice in a block. */
  readonly sliceVariance: number;
  /** Variance of a block's logarithm of the ratio, from block to block. */
  readonly blockVariance: number;
  /** How many slices the rounds had. */
  readonly slices: number;
  /** How long a block takes besides its slices: processes start, connect and warm up. */
  readonly overheadMs: number;
  /** How long one slice of all adapters takes. */
  readonly sliceMs: number;
  /** How long a block may take. */
  readonly mostMs: number;
}

/**
 * How many slices a round should have, so that the interval is as narrow as the time allows. With a variance s^2 from
 * slice to slice and p^2 between the processes of blocks, n blocks of m slices give a variance of
 * (p^2 + c s^2 / m) / n and take n (o + m t). The product is smallest for m = sqrt((c s^2 / p^2) (o / t)) (Kalibera and
 * Jones, "Rigorous Benchmarking in Reasonable Time", 2013, with c = π / 2 for medians). At most as many as fit into
 * `mostMs`, and always a few.
 */
export function bestSlices(costs: SliceCosts): number {
  const { sliceVariance, blockVariance, slices, overheadMs, sliceMs, mostMs } = costs;
  const fits = Math.floor((mostMs - overheadMs) / sliceMs);
  const within = (wanted: number) => Math.max(FEWEST_SLICES, Math.min(MOST_SLICES, fits, wanted));
  const ofSlices = MEDIAN_VARIANCE * sliceVariance;
  const ofProcesses = blockVariance - ofSlices / slices;
  // Also if it is not known.
  if (!(ofProcesses > 0)) return within(MOST_SLICES);
  return within(Math.round(Math.sqrt((ofSlices / ofProcesses) * (overheadMs / sliceMs))));
}

/** What one block took. */
export interface BlockTime {
  readonly blockMs: number;
  /** How long its slices took, all together. */
  readonly measuredMs: number;
}

/** Chooses how long rounds last if only a budget is given. Reads no clock. */
export class RoundLength {
  durationMs: number;
  readonly #mostMs: number;
  readonly #times: BlockTime[] = [];
  /** After how many blocks the length was chosen last. */
  #chosenAfter = 0;

  /**
   * @param budgetMs how long all blocks may take together
   * @param durationMs how long rounds were in an earlier part of the run. Null: there was none.
   */
  constructor(budgetMs: number, adapters: number, durationMs: number | null) {
    this.#mostMs = budgetMs / WANTED_BLOCKS;
    // About half of a block goes to its processes.
    const first = Math.max(SHORTEST_FIRST_MS, Math.min(FIRST_ROUND_MS, this.#mostMs / adapters / 2));
    this.durationMs = durationMs ?? first;
  }

  /**
   * A block is complete.
   * @param rounds the rounds of each adapter so far
   */
  learn(time: BlockTime, rounds: readonly (readonly RoundResult[])[]): void {
    this.#times.push(time);
    if (!CHOOSE_AFTER.includes(this.#times.length)) return;
    // Only the blocks since the last choice have rounds of this length.
    const times = this.#times.slice(this.#chosenAfter);
    const recent = rounds.map((own) => own.slice(-times.length));
    const slices = Math.min(...recent.flat().map((round) => round.slices.length));
    const [reference, ...others] = recent;
    if (reference === undefined || others.length === 0 || !(slices > 1)) return;
    const pairs = others.map((other) => logRatios(other, reference));
    const mean = (of: (time: BlockTime) => number) =>
      times.reduce((sum, one) => sum + of(one), 0) / times.length;
    const best = bestSlices({
      sliceVariance: average(pairs.map((blocks) => average(blocks.map(variance)))),
      blockVariance: average(pairs.map((blocks) => variance(blocks.map(median)))),
      slices,
      overheadMs: mean(({ blockMs, measuredMs }) => blockMs - measuredMs),
      sliceMs: mean(({ measuredMs }) => measuredMs) / slices,
      mostMs: this.#mostMs,
    });
    this.durationMs = (best * this.durationMs) / slices;
    this.#chosenAfter = this.#times.length;
  }
}

/** For each block, the logarithms of the paired ratios of its slices. */
function logRatios(a: readonly RoundResult[], b: readonly RoundResult[]): number[][] {
  const timeOf = (round: RoundResult | undefined, slice: number) => {
    const { responseMs, serviceMs } = round?.slices[slice]?.medians ?? {};
    return responseMs ?? serviceMs ?? Number.NaN;
  };
  return a.map((round, block) =>
    round.slices
      .map((_, slice) => Math.log(timeOf(round, slice) / timeOf(b[block], slice)))
      .filter(Number.isFinite),
  );
}

function median(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : quantile(new Float64Array(values).sort(), 0.5);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** NaN for fewer than two values. */
function variance(values: readonly number[]): number {
  return (standardDeviation(values) ?? Number.NaN) ** 2;
}
