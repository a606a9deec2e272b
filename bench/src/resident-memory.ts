import { readFileSync } from "node:fs";

/**
 * Resident memory of another process; null where the system does not tell, or the process is gone. Linux alone tells.
 * The kernel counts pages in batches for each processor, so it may be some hundred kilobytes off.
 */
export function residentBytes(processId: number): number | null {
  const [, kilobytes] = read(`/proc/${processId}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}

/** The processes that another has started; empty where the system does not tell. */
export function childrenOf(processId: number): number[] {
  const children = read(`/proc/${processId}/task/${processId}/children`)?.trim() ?? "";
  return children === "" ? [] : children.split(" ").map(Number);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
