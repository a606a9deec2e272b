import { type BenchmarkOptions, type RoundResult, runBenchmark, type Timing } from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import { makeAdapter } from "../cells/run-cell.js";
import { wireduelVariant } from "../cells/variants.js";
import { type VarianceLoad, warmupOf } from "../variance/plan.js";

/** Equal adapters, in pairs. */
export const PAIRS = [
  { name: "tcp", variant: "tcp default" },
  { name: "ws", variant: "ws default" },
  { name: "grpc", variant: "grpc default" },
] as const;

/** `slices`: the slices of all adapters take turns. `whole`: one round after another. */
export type Mode = "slices" | "whole";

/** Blocks of a run: the fewest that compare anything, so that the two modes take turns often. */
export const BLOCKS_OF_RUN = 2;
const ROUND_MS = 1_000;
/** How many payloads at the start of a slice are stored. */
export const FIRST_PAYLOADS = 10;

/** One run of all pairs: a line of the stored file. */
export interface SlicesMeasured {
  readonly load: VarianceLoad;
  readonly mode: Mode;
  readonly durationMs: number;
  readonly rows: readonly RowMeasured[];
}

/** One adapter of a run. */
export interface RowMeasured {
  readonly pair: string;
  readonly rounds: readonly RoundMeasured[];
  /** Of one round: the times of the first payloads of each slice, and the median of the slice. Empty without slices. */
  readonly starts: readonly SliceStart[];
}

export interface RoundMeasured {
  readonly median: number;
  /** Medians of the slices. Empty without slices. */
  readonly slices: readonly number[];
  /** Page faults a message, both ends together. Null: not counted. */
  readonly faults: number | null;
}

export interface SliceStart {
  readonly first: readonly number[];
  readonly median: number;
}

/**
 * Two blocks of all pairs under one load.
 * @throws Error if anything failed, was lost or was damaged
 */
export async function measureSlices(
  load: VarianceLoad,
  mode: Mode,
  signal: AbortSignal,
): Promise<SlicesMeasured> {
  const { payloadBytes, ratePerSecond } = load;
  const { status, timings, durationMs } = await runBenchmark({
    adapters: await adaptersOf(),
    payload: { sizeBytes: payloadBytes },
    load: loadOption(ratePerSecond),
    warmupCount: warmupOf(payloadBytes, true),
    rounds: BLOCKS_OF_RUN,
    ...(mode === "whole" ? { slices: 1 } : {}),
    signal,
  });
  if (status !== "completed") throw new Error(`the run ${status}`);
  return { load, mode, durationMs: Math.round(durationMs), rows: timings.map(rowOf) };
}

async function adaptersOf(): Promise<Adapter[]> {
  const adapters: Adapter[] = [];
  for (const { variant } of PAIRS) {
    adapters.push(await makeAdapter(wireduelVariant(variant)), await makeAdapter(wireduelVariant(variant)));
  }
  return adapters;
}

function loadOption(ratePerSecond: number | null): BenchmarkOptions["load"] {
  return ratePerSecond === null
    ? { kind: "closed-loop", durationMs: ROUND_MS }
    : { kind: "constant-rate", ratePerSecond, durationMs: ROUND_MS };
}

function rowOf({ rounds, typical }: Timing, index: number): RowMeasured {
  return {
    pair: PAIRS[Math.floor(index / 2)]?.name ?? "",
    rounds: rounds.map((round) => ({
      median: known((round.times.responseMs ?? round.times.transmissionMs)?.p50),
      slices: round.slices.map(({ medians }) => known(medians.responseMs ?? medians.transmissionMs)),
      faults: faultsOf(round),
    })),
    starts: startsOf(rounds[typical] as RoundResult),
  };
}

function faultsOf({ ends }: RoundResult): number | null {
  const counts = [...ends.senders, ...ends.receivers].map(
    ({ resources }) => resources?.minorFaultsPerPayload,
  );
  return counts.reduce<number | null>(
    (sum, count) => (sum === null || count == null ? null : sum + count),
    0,
  );
}

/** Only the typical round lists its transmissions, in the order of its slices. */
function startsOf({ slices, transmissions }: RoundResult): SliceStart[] {
  let begin = 0;
  return slices.map(({ acknowledged, medians }) => {
    const first = transmissions.slice(begin, begin + Math.min(acknowledged, FIRST_PAYLOADS));
    begin += acknowledged;
    return {
      first: first.map(({ responseMs, transmissionMs }) => known(responseMs ?? transmissionMs)),
      median: known(medians.responseMs ?? medians.transmissionMs),
    };
  });
}

function known(value: number | null | undefined): number {
  if (value == null) throw new Error("the result lacks a time");
  return value;
}
