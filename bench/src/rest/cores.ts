import { readdirSync, readFileSync } from "node:fs";

/** What Linux says of a process: the core it runs on, or ran on last, and its CPU time so far. */
export interface ProcessState {
  readonly core: number;
  readonly cpuTicks: number;
}

/** Places in `/proc/PID/stat`, counted after the name of the program (man 5 proc). */
const STATE = { parent: 1, userTicks: 11, systemTicks: 12, core: 36 } as const;

/** Undefined if the process has ended. */
export function processState(pid: number): ProcessState | undefined {
  const fields = statOf(pid);
  if (fields === undefined) return undefined;
  const number = (place: number) => Number(fields[place]);
  return {
    core: number(STATE.core),
    cpuTicks: number(STATE.userTicks) + number(STATE.systemTicks),
  };
}

/** The children of a process, their children, and so on. */
export function descendantsOf(pid: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), Number(statOf(Number(name))?.[STATE.parent])]));
  const descends = (one: number): boolean => {
    const parent = parents.get(one);
    return parent === pid || (parent !== undefined && parent > 1 && descends(parent));
  };
  return [...parents.keys()].filter(descends);
}

function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may have spaces and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
