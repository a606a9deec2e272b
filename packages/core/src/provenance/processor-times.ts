import { cpus } from "node:os";
import { readText } from "./read-text.js";

/** How the processors of the machine spent their time since it started, in milliseconds, all together. */
export interface ProcessorTimes {
  readonly allMs: number;
  /** Programs and the kernel, without interrupts. */
  readonly programsMs: number;
  readonly interruptsMs: number;
  /** Null if the system does not count it. */
  readonly stolenMs: number | null;
  /** What this process used, and all of its descendants that have ended. Null if the system does not count it. */
  readonly ownMs: number | null;
}

/** Linux counts in hundredths of a second in these files, whatever its clock does (USER_HZ). */
const MS_PER_TICK = 10;

/**
 * @param root the folder that has `proc`
 */
export function processorTimes(root: string): ProcessorTimes {
  return linuxTimes(root) ?? otherTimes();
}

function linuxTimes(root: string): ProcessorTimes | undefined {
  const [, line] = readText(root, "proc/stat")?.match(/^cpu +(.*)$/m) ?? [];
  const ticks = line?.split(" ").map(Number);
  // The rest of the line, time of guests, is in the first two as well.
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, hard = 0, soft = 0, steal = 0] = ticks ?? [];
  const programs = user + nice + system;
  const all = programs + idle + wait + hard + soft + steal;
  // Some sandboxes have the file, but only zeros in it.
  if (!(all > 0)) return undefined;
  return {
    allMs: all * MS_PER_TICK,
    programsMs: programs * MS_PER_TICK,
    interruptsMs: (hard + soft) * MS_PER_TICK,
    stolenMs: steal * MS_PER_TICK,
    ownMs: ownTime(root),
  };
}

/** From `proc/self/stat`: time in user and in kernel mode, and the same of descendants that were waited for. */
function ownTime(root: string): number | null {
  const text = readText(root, "proc/self/stat");
  // The program's name is in parentheses and may have spaces.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = fields?.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return ticks === undefined || !Number.isFinite(ticks) ? null : ticks * MS_PER_TICK;
}

function otherTimes(): ProcessorTimes {
  const sums = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
  for (const { times } of cpus()) {
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += times[name];
  }
  const programsMs = sums.user + sums.nice + sums.sys;
  return {
    allMs: programsMs + sums.idle + sums.irq,
    programsMs,
    interruptsMs: sums.irq,
    stolenMs: null,
    ownMs: null,
  };
}
