import type { BusyProcess } from "../readings.js";
import { namesIn, readText } from "./files.js";

/** Linux counts processor time in hundredths of a second in `proc`. */
const MS_PER_TICK = 10;
/** A process below a hundredth of a processor is idle. */
const BUSY_SHARE = 0.01;
/** The programs of core that only run while a benchmark measures. */
const RUN_PROGRAM = /[/\\](sender|receiver|tap)-process\.[jt]s(\0|$)/;

/** One process as `proc` shows it. */
interface ProcessTime {
  readonly name: string;
  readonly ticks: number;
  /** When it started, in ticks since the system did. Names of threads of the kernel change while they run. */
  readonly started: number;
}

/**
 * Call it at the start, and the returned function at the end: it returns the processes that worked in between, busiest
 * first. This process is left out. Null if the system has no `proc`.
 */
export function watchProcesses(root: string): (elapsedMs: number) => readonly BusyProcess[] | null {
  const start = processTimes(root);
  return (elapsedMs) => {
    const end = processTimes(root);
    if (end.size === 0) return null;
    return [...end]
      .map(([id, { name, ticks, started }]) => {
        // A process that has just started, perhaps with the id of one that ended, is counted from its start.
        const before = start.get(id);
        const since = before?.started === started ? before.ticks : 0;
        return { id, name, share: ((ticks - since) * MS_PER_TICK) / elapsedMs };
      })
      .filter(({ id, share }) => share >= BUSY_SHARE && id !== process.pid)
      .sort((a, b) => b.share - a.share);
  };
}

/** The processes that measure for a run. Null if the system has no `proc`. */
export function processesOfRuns(root: string): readonly number[] | null {
  const ids = processIds(root);
  if (ids.length === 0) return null;
  return ids.filter((id) => RUN_PROGRAM.test(readText(root, `proc/${id}/cmdline`) ?? ""));
}

/** The ids of all processes. */
export function processIds(root: string): readonly number[] {
  return namesIn(root, "proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The name of a program, in parentheses in its `stat`. It may have spaces and parentheses itself. */
export function programName(stat: string): string {
  return stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
}

function processTimes(root: string): ReadonlyMap<number, ProcessTime> {
  return new Map(
    processIds(root).flatMap((id) => {
      const stat = readText(root, `proc/${id}/stat`);
      if (stat === null) return [];
      // The third field of `stat` comes first here: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [user = 0, system = 0, started = 0] = [fields[11], fields[12], fields[19]].map(Number);
      return [[id, { name: programName(stat), ticks: user + system, started }] as const];
    }),
  );
}
