import { loadavg, platform } from "node:os";
import type { Warning } from "../failure/codes.js";
import type { Machine, MachineActivity } from "../result/provenance.js";
import { type ProcessorTimes, processorTimes } from "./processor-times.js";

/** Linux counts in steps of 10 ms for each processor. In less time than this, one step is more than 1 %. */
const LEAST_MS = 1_000;

/** From when on a machine is too busy for a run. */
export const BUSY_FROM = {
  /**
   * Other programs that use a tenth of the machine move a time by more than the 5 % within which two adapters count as
   * the same: a process of the run finds its processor taken, or shares its caches, in one of ten moments. An idle
   * server stays below 2 %.
   */
  othersShare: 0.1,
  /**
   * The load before the run, less the number of processors. An earlier run leaves at most this load behind: that of two
   * ends and a tap. If there were as many other processes as processors besides, each process of this run has to share
   * its processor with one, if they go on.
   */
  loadBeyondProcessors: 3,
} as const;

/** The load of the minute before. Null on Windows, which does not count it. */
export function loadBefore(): number | null {
  const [minute = 0] = loadavg();
  return platform() === "win32" ? null : minute;
}

/** What the machine did from now on: call the returned function at the end. */
export function watchMachine(root = "/", before: number | null = loadBefore()): () => MachineActivity {
  const start = processorTimes(root);
  return () => activity(before, start, processorTimes(root));
}

function activity(before: number | null, start: ProcessorTimes, end: ProcessorTimes): MachineActivity {
  const allMs = end.allMs - start.allMs;
  const programsMs = end.programsMs - start.programsMs;
  const interruptsMs = end.interruptsMs - start.interruptsMs;
  const share = (ms: number | null) =>
    ms === null || allMs < LEAST_MS ? null : Math.min(1, Math.max(0, ms / allMs));
  const since = (name: "ownMs" | "stolenMs") => {
    const [first, last] = [start[name], end[name]];
    return first === null || last === null ? null : last - first;
  };
  const ownMs = since("ownMs");
  return {
    loadBefore: before,
    busyShare: share(programsMs + interruptsMs),
    // Linux counts processes exactly, but its processors in samples. So the difference may be just below 0.
    othersShare: share(ownMs === null ? null : programsMs - ownMs),
    stolenShare: share(since("stolenMs")),
  };
}

/** Warns if the machine was busy with other things. */
export function busyWarnings(
  { loadBefore: load, othersShare, stolenShare }: MachineActivity,
  { cpuCount }: Pick<Machine, "cpuCount">,
): Warning[] {
  const taken = (othersShare ?? 0) + (stolenShare ?? 0);
  const reasons = [
    ...(taken > BUSY_FROM.othersShare
      ? [`others used ${Math.round(100 * taken)} % of its processors during the run`]
      : []),
    ...(load !== null && load >= cpuCount + BUSY_FROM.loadBeyondProcessors
      ? [`on average ${load.toFixed(1)} processes ran on ${cpuCount} processors in the minute before it`]
      : []),
  ];
  if (reasons.length === 0) return [];
  return [{ code: "BUSY_MACHINE", message: `the machine was busy with other things: ${reasons.join("; ")}` }];
}
