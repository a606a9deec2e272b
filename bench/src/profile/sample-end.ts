import { type HeapProfiler, type Profiler, Session } from "node:inspector";

/** Sampled in separate runs, as heap sampling makes the garbage collector slower. */
export const SAMPLED = ["cpu", "heap"] as const;

export type Sampled = (typeof SAMPLED)[number];

/** The profile of one process: one of the two. */
export interface EndProfile {
  readonly cpu?: Profiler.Profile;
  readonly heap?: HeapProfiler.SamplingHeapProfileNode;
}

const SAMPLE_BYTES = 16_384;
const SAMPLE_US = 250;

/** Starts to sample this process. The returned function stops it, and calls back before it returns. */
export function sampleEnd(what: Sampled): (done: (profile: EndProfile) => void) => void {
  const session = new Session();
  session.connect();
  if (what === "cpu") {
    session.post("Profiler.enable");
    session.post("Profiler.setSamplingInterval", { interval: SAMPLE_US });
    session.post("Profiler.start");
    return (done) => session.post("Profiler.stop", (_, { profile: cpu }) => done({ cpu }));
  }
  // Collected objects count, too, as they cause garbage collections.
  session.post("HeapProfiler.startSampling", {
    samplingInterval: SAMPLE_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  return (done) =>
    session.post("HeapProfiler.stopSampling", (_, { profile: { head: heap } }) => done({ heap }));
}
