// The sender of `pnpm bench profile`, in a process of its own.
import { Session } from "node:inspector/promises";
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import { EventEmitter } from "eventemitter3";
import { nameOf } from "./profile.js";
import { makeAdapter } from "./run-cell.js";
import { type VariantName, wireduelVariant } from "./variants.js";

/** What the sender found out about itself. */
export interface ProfileReport {
  readonly perSecond: number;
  readonly heapBytesPerMessage: number;
  /** By where it was allocated, the most first. */
  readonly allocations: readonly { readonly where: string; readonly bytesPerMessage: number }[];
}

interface HeapNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

const DURATION_MS = 5_000;
const SAMPLE_BYTES = 4_096;
const [variant = "", bytes = "", inFlight = ""] = process.argv.slice(2);

const session = new Session();
session.connect();
const events = new EventEmitter() as NonNullable<BenchmarkOptions["events"]>;
let profiled: Promise<{ head: HeapNode }> | undefined;
events.on("phase", ({ phase }) => {
  if (phase === "measure") {
    // What the collector has taken meanwhile counts, too: it is what it had to do.
    void session.post("HeapProfiler.startSampling", {
      samplingInterval: SAMPLE_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
  } else if (phase === "drain") {
    profiled = session.post("HeapProfiler.stopSampling").then(({ profile }) => profile as { head: HeapNode });
  }
});
const { timings } = await runBenchmark({
  adapters: [await makeAdapter(wireduelVariant(variant as VariantName))],
  payload: { sizeBytes: Number(bytes) },
  load: { kind: "closed-loop", concurrency: Number(inFlight), durationMs: DURATION_MS },
  maxTransmissions: 200_000,
  warmupCount: Number(bytes) > 100_000 ? 100 : 20_000,
  events,
});
const [row] = timings;
const { head } = (await profiled) ?? {
  head: { callFrame: { functionName: "", url: "" }, selfSize: 0, children: [] },
};
const messages = row?.counts.acknowledged ?? 0;
const sizes = new Map<string, number>();
const add = ({ callFrame, selfSize, children }: HeapNode): void => {
  const where = nameOf(callFrame);
  sizes.set(where, (sizes.get(where) ?? 0) + selfSize);
  for (const child of children) add(child);
};
add(head);
const sum = [...sizes.values()].reduce((all, size) => all + size, 0);
process.send?.({
  perSecond: row?.acknowledgedPerSecond ?? 0,
  heapBytesPerMessage: sum / messages,
  allocations: [...sizes]
    .sort(([, a], [, b]) => b - a)
    .map(([where, size]) => ({ where, bytesPerMessage: size / messages })),
} satisfies ProfileReport);
process.disconnect();
