// What Linux says of processes, in `/proc`.
import { readdirSync, readFileSync } from "node:fs";

/** Places in `/proc/PID/stat`, counted after the name of the program (man 5 proc). */
const STAT = { parent: 1, userTicks: 11, systemTicks: 12, core: 36 } as const;
/** A tick of the kernel's counter: 100 in a second, on every Linux that Node runs on. */
const TICK_US = 10_000;

/**
 * CPU time of another process so far, user and system, all its threads, in microseconds. In steps of 10 ms. Null if the process is
 * gone, or on another system.
 */
export function processorTimeUs(pid: number): number | null {
  const stat = statOf(pid);
  return stat && (Number(stat[STAT.userTicks]) + Number(stat[STAT.systemTicks])) * TICK_US;
}

/** The core that a process runs on, or ran on last. Null if it is gone, or on another system. */
export function coreOf(pid: number): number | null {
  const stat = statOf(pid);
  return stat && Number(stat[STAT.core]);
}

/** The children of a process, their children, and so on. */
export function descendantsOf(pid: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), Number(statOf(Number(name))?.[STAT.parent])]));
  const descends = (one: number): boolean => {
    const parent = parents.get(one);
    return parent === pid || (parent !== undefined && parent > 1 && descends(parent));
  };
  return [...parents.keys()].filter(descends);
}

function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may have spaces and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
