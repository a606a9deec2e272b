import { readFileSync } from "node:fs";

/** A tick of the kernel's counter: 100 in a second, on every Linux that Node runs on. */
const TICK_US = 10_000;

/**
 * CPU time of another process so far, user and system, all its threads, in microseconds. On Linux, in steps of 10 ms.
 * Null if the process is gone, or on another system.
 */
export function processorTimeUs(processId: number): number | null {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    // The name, in brackets, may have spaces. User and system time are the 12th and the 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_US;
  } catch {
    return null;
  }
}
