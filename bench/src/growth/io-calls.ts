import { readFileSync } from "node:fs";

/** How many system calls that read or write this process has made so far, on Linux. Null: the system does not tell. */
export function ioCalls(): number | null {
  try {
    const text = readFileSync("/proc/self/io", "utf8");
    const [reads, writes] = ["syscr", "syscw"].map(
      (name) => text.match(new RegExp(`^${name}: (\\d+)$`, "m"))?.[1],
    );
    return reads === undefined || writes === undefined ? null : Number(reads) + Number(writes);
  } catch {
    return null;
  }
}

/** How many there were since an earlier count. */
export function callsSince(before: number | null): number | null {
  const now = ioCalls();
  return now === null || before === null ? null : now - before;
}
