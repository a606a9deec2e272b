// Sends large payloads while its parent watches its memory and its receiver's: `memory-process.js PLAN`, PLAN being JSON.
import type { BenchmarkOptions } from "@wireduel/core";
import { EventEmitter } from "eventemitter3";
import { makeAdapter, run } from "./run-cell.js";
import { type VariantName, wireduelVariant } from "./variants.js";

/** What it sends. */
export interface MemoryPlan {
  readonly variant: VariantName;
  readonly payloadBytes: number;
  readonly warmupCount: number;
  readonly count: number;
  readonly inFlight: number;
}

/** What it tells: warm-up is over, all is over, or why it failed. */
export type MemoryMessage = "measure" | "done" | { readonly error: string };

const say = (message: MemoryMessage) => process.send?.(message, () => {});
process.on("disconnect", () => process.exit());
process.on("SIGINT", () => {});

const { variant, payloadBytes, warmupCount, count, inFlight } = JSON.parse(
  process.argv[2] ?? "",
) as MemoryPlan;
const events = new EventEmitter() as NonNullable<BenchmarkOptions["events"]>;
events.on("phase", ({ phase }) => {
  if (phase === "measure" || phase === "drain") say(phase === "measure" ? "measure" : "done");
});
try {
  await run({
    adapters: [await makeAdapter(wireduelVariant(variant))],
    payload: { sizeBytes: payloadBytes },
    load: { kind: "closed-loop", concurrency: inFlight, count },
    warmupCount,
    events,
  });
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
}
