import type { Adapter } from "../adapter/contract.js";
import type { PauseEvent } from "../events/events.js";
import { throwIfAborted } from "../failure/why-ended.js";
import type { Load } from "../load/load.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import type { BenchmarkResult, Explanation, RoundResult } from "../result/result.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import { balancedBlocks } from "./balanced-blocks.js";
import { mostProbesMs, probe } from "./probes.js";
import { runBlock } from "./run-block.js";
import { whyNotSliced } from "./slicing.js";

/** Rounds of probes are shorter, but not shorter than this. */
const SHORTER = 4;
const FEWEST_PAYLOADS = 10;
const LEAST_MS = 250;

/**
 * Runs the probes of a complete run. They take at most as long as its blocks did, and at most what these left of the budget.
 * They emit no events but `pause`.
 * @param joined the senders that joined the run. Null: they are processes of this machine.
 * @throws WireduelError `ABORTED`
 */
export async function measureProbes(
  options: CheckedOptions,
  { explanations, timings, durationMs }: BenchmarkResult,
  joined: JoinedSenders | null,
): Promise<readonly Explanation[]> {
  const { adapters, settings, signal } = options;
  const mostMs = mostProbesMs(durationMs, options.budgetMs);
  const over = new AbortController();
  if (mostMs === 0) over.abort();
  const timer = setTimeout(() => over.abort(), mostMs);
  const load = shorter(timings[0]?.load ?? settings.load);
  const stopped = AbortSignal.any([over.signal, ...(signal ? [signal] : [])]);
  const probing: CheckedOptions = {
    ...options,
    settings: { ...settings, load, warmupCount: Math.ceil(settings.warmupCount / SHORTER), wireBytes: false },
    signal: stopped,
    emitter: onlyPauses(options.emitter),
  };
  try {
    const found = await probe({
      explanations,
      adapters,
      measure: (chosen, blocks) => measure({ ...probing, adapters: chosen }, blocks, joined),
      isOver: () => stopped.aborted,
    });
    throwIfAborted(signal);
    return found;
  } finally {
    clearTimeout(timer);
  }
}

/** The rounds of each adapter. Fewer than asked for if the time is over. */
async function measure(
  options: CheckedOptions,
  blocks: number,
  joined: JoinedSenders | null,
): Promise<readonly (readonly RoundResult[])[]> {
  const { adapters, seed, signal } = options;
  const slices = whyNotSliced(options) === null ? options.slices : 1;
  const rounds: RoundResult[][] = adapters.map((_: Adapter) => []);
  for (const [block, order] of balancedBlocks(adapters.length, blocks, seed).entries()) {
    try {
      await runBlock({ ...options, joined, block, blocks, order, slices }, (complete) => {
        for (const { index, result } of complete) rounds[index]?.push(result);
      });
    } catch (error) {
      if (signal?.aborted) break;
      throw error;
    }
  }
  return rounds;
}

/** An emitter that passes on pauses, as those of probes. Other events would look like rounds of the result. */
function onlyPauses(emitter: Emitter): Emitter {
  return {
    emit: (name, event) =>
      name === "pause" && emitter.emit(name, { ...(event as PauseEvent), part: "probes" }),
    listenerCount: (name) => (name === "pause" ? emitter.listenerCount(name) : 0),
  };
}

/** A quarter of a load. A load with stages has no part that is like the whole. */
function shorter(load: Load): Load {
  if (load.kind === "stages") return load;
  const { count, durationMs } = load;
  return {
    ...load,
    count: count === null ? null : Math.min(count, Math.max(FEWEST_PAYLOADS, Math.ceil(count / SHORTER))),
    durationMs: durationMs === null ? null : Math.min(durationMs, Math.max(LEAST_MS, durationMs / SHORTER)),
  };
}
