import { type PauseEvent, type RoundResult, runBenchmark, type Slice, type Timing } from "@wireduel/core";
import type { About } from "../cells/cell.js";
import { aboutOf, makeAdapter } from "../cells/run-cell.js";
import { wireduelVariant } from "../cells/variants.js";
import type { LoopSlice } from "./loop-process.js";
import { loopOf, type PairPlan } from "./plan.js";
import { WaitingLoop } from "./waiting-loop.js";

/** What a pair is compared by. */
export type PairMetric = "transmissionMs" | "messagesPerSecond" | "cpuUsPerMessage" | "faults";

/**
 * One round: each metric slice by slice, or one number for the whole round. Faults are those of both ends. Null: the slice had
 * too few payloads.
 */
export type SideMeasured = { readonly [Name in PairMetric]?: readonly (number | null)[] } & {
  /** Messages per second of each slice, also of those that are not compared. */
  readonly ratesFromStart: readonly (number | null)[];
};

/**
 * One block: core twice, in equal processes, and the loop. Slices with the same index were sent within two seconds. `core` is the one
 * that was opened first in one block, and the other one in the next.
 */
export interface PairBlock {
  readonly core: SideMeasured;
  readonly again: SideMeasured;
  readonly loop: SideMeasured;
}

/** Blocks of a run: slices need two. */
export const BLOCKS_OF_RUN = 2;
const TIMEOUT_MS = 60_000;
/** Before the first, between, or after the two slices of core. */
const PLACES = 3;

/**
 * Two blocks of fresh processes. In each, the slices of core, of core again and of the loop take turns in balanced order.
 * The loop has its turns in the pauses of core's run, in which nothing is sent.
 * @throws Error if anything failed, was lost or was damaged
 */
export async function measurePair(
  plan: PairPlan,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<{ readonly blocks: readonly PairBlock[]; readonly about: About }> {
  const { variant, payloadBytes, inFlight, warmupCount, slices, settling = 0, sliceMs } = plan;
  const order = { ...loopOf(plan), payloadBytes, inFlight, warmupCount, sliceMs };
  const loop = new WaitingLoop();
  const turns = Array.from({ length: BLOCKS_OF_RUN }, (_, block) => turnsOf(slices, seed + block));
  const ofLoop = turns.map((): LoopSlice[] => []);
  let failure: unknown;
  const pause = ({ next, block, slice }: PauseEvent) => {
    if (failure !== undefined || signal.aborted) return;
    try {
      if (next === "start") loop.open(order);
      else {
        const due = turns[block]?.filter((turn) => turn === slice).length ?? 0;
        for (let turn = 0; turn < due; turn++) ofLoop[block]?.push(loop.slice());
      }
    } catch (error) {
      failure = error;
    }
  };
  try {
    const make = (label: string) => {
      const own = wireduelVariant(variant);
      return makeAdapter({ ...own, options: { ...own.options, label } });
    };
    const { status, timings } = await runBenchmark({
      adapters: [await make("core"), await make("again")],
      payload: { sizeBytes: payloadBytes, distinct: 1 },
      load: { kind: "closed-loop", concurrency: inFlight, durationMs: slices * sliceMs },
      warmupCount,
      rounds: BLOCKS_OF_RUN,
      slices,
      explain: false,
      maxTransmissions: 0,
      timeoutMs: TIMEOUT_MS,
      seed,
      signal,
      events: { pause },
    });
    if (failure !== undefined) throw failure;
    const [timing] = timings;
    if (status !== "completed" || timing === undefined) throw new Error(`the run ${status}`);
    const blocks = ofLoop.map((own, block): PairBlock => {
      const opened = inOrderOfOpening(block, timings);
      const [one, other] = (block % 2 === 0 ? opened : opened.reverse()) as [RoundResult, RoundResult];
      return {
        core: sideOf(one, settling),
        again: sideOf(other, settling),
        loop: sideOfLoop(own, settling),
      };
    });
    for (const { core: one, loop: other } of blocks) {
      const counts = [one, other].map(({ transmissionMs }) => transmissionMs?.length);
      if (counts.some((count) => count !== slices - settling))
        throw new Error(`slices are missing: ${counts}`);
    }
    return { blocks, about: aboutOf({ timing, round: timing.rounds[0] as RoundResult }) };
  } finally {
    await loop.close();
  }
}

/**
 * When the loop has its turns in a block: how many slices of core come before each. The loop sends before, between or after the two
 * slices of core that it is compared with: in each block always the same, in the next block another. So it never sends twice in a row.
 * @param block counts from any number
 */
export function turnsOf(slices: number, block: number): number[] {
  return Array.from({ length: slices }, (_, slice) => 2 * slice + (block % PLACES));
}

/** The first block of a run opens in the order of the adapters, the others in that of the block. */
function inOrderOfOpening(block: number, timings: readonly Timing[]): RoundResult[] {
  const rounds = timings.map((timing) => timing.rounds[block] as RoundResult);
  return block === 0 ? rounds : rounds.sort((a, b) => a.place - b.place);
}

/** Core counts the processor's time and the faults of a whole block. So the slices that are not compared are in them. */
function sideOf({ slices, ends }: RoundResult, settling: number): SideMeasured {
  const compared = slices.slice(settling);
  const rateOf = ({ acknowledgedPerSecond }: Slice) => acknowledgedPerSecond;
  const all = [...ends.senders, ...ends.receivers].map(({ resources }) => resources);
  const faults = all.map((resources) => resources?.minorFaultsPerPayload ?? null);
  return {
    ratesFromStart: slices.map(rateOf),
    transmissionMs: compared.map(({ medians }) => medians.transmissionMs),
    messagesPerSecond: compared.map(rateOf),
    cpuUsPerMessage: [sum(all.map((resources) => present(resources?.cpuMsPerPayload) * 1_000))],
    ...(faults.includes(null) ? {} : { faults: [sum(faults as number[])] }),
  };
}

function sideOfLoop(all: readonly LoopSlice[], settling: number): SideMeasured {
  const slices = all.slice(settling);
  const messages = sum(slices.map((slice) => slice.messages));
  const faults = sum(slices.map((slice) => slice.faults));
  return {
    ratesFromStart: all.map(({ messagesPerSecond }) => messagesPerSecond),
    transmissionMs: slices.map(({ transmissionMs }) => transmissionMs),
    messagesPerSecond: slices.map(({ messagesPerSecond }) => messagesPerSecond),
    cpuUsPerMessage: [sum(slices.map(({ cpuUs }) => cpuUs)) / messages],
    // Where the system does not count them, there are none.
    ...(faults > 0 ? { faults: [faults / messages] } : {}),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function present(value: number | null | undefined): number {
  if (value === null || value === undefined || !Number.isFinite(value))
    throw new Error("the result lacks a number");
  return value;
}
