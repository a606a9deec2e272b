import {
  type BenchmarkEvents,
  type BenchmarkOptions,
  type BenchmarkResult,
  runBenchmark,
} from "@wireduel/core";
import type { RunPlan } from "./run-options.js";

/** Sends one payload over each adapter, from each sender, without a warm-up, and counts its bytes on the wire in a pass before. */
export function measureOnePayload(
  { single }: RunPlan,
  events: Pick<BenchmarkEvents, "join">,
  signal: AbortSignal,
): Promise<BenchmarkResult> {
  const { budgetMs: _, load: __, explain: ___, rounds: ____, ...options } = single as BenchmarkOptions;
  const wireBytes = options.adapters.every(({ unixSocket }) => unixSocket === null);
  const { senders = 1 } = options;
  const count = typeof senders === "number" ? senders : senders.count;
  return runBenchmark({ ...options, count, warmupCount: 0, wireBytes, events, signal });
}
