import { type HeapProfiler, type Profiler, Session } from "node:inspector";

/** Sampled one after the other: sampling the heap makes the garbage collector slower. */
export const SAMPLED = ["cpu", "heap"] as const;

export type Sampled = (typeof SAMPLED)[number];

/** What V8 sampled in one process: one of the two. */
export interface EndProfile {
  readonly cpu?: Profiler.Profile;
  readonly heap?: HeapProfiler.SamplingHeapProfileNode;
}

const SAMPLE_BYTES = 16_384;
const SAMPLE_US = 250;

/** Begins to sample this process. The returned function ends it, and calls back before it returns. */
export function sampleEnd(what: Sampled): (done: (profile: EndProfile) => void) => void {
  const session = new Session();
  session.connect();
  if (what === "cpu") {
    session.post("Profiler.enable");
    session.post("Profiler.setSamplingInterval", { interval: SAMPLE_US });
    session.post("Profiler.start");
    return (done) => session.post("Profiler.stop", (_, { profile: cpu }) => done({ cpu }));
  }
  // Objects that were collected meanwhile count: they are the collector's work.
  session.post("HeapProfiler.startSampling", {
    samplingInterval: SAMPLE_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  return (done) =>
    session.post("HeapProfiler.stopSampling", (_, { profile: { head: heap } }) => done({ heap }));
}
