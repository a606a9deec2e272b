import { readdirSync, readFileSync } from "node:fs";

/** A process that descends from this one. */
export interface Child {
  readonly pid: number;
  readonly command: string;
}

/** All processes that descend from this one, as /proc shows them. Processes that have ended, but whose parent has not noticed, count too. */
export function descendants(of: number = process.pid): Child[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  }
  const below = (pid: number): number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(of).map((pid) => ({ pid, command: commandOf(pid) }));
}

/** The fourth field. The second one is a name in parentheses, which may have spaces. -1: it has just ended. */
function parentOf(pid: string): number {
  const [, rest = ""] = read(`/proc/${pid}/stat`).split(/\) (?=[A-Za-z] )/);
  return Number(rest.split(" ")[1] ?? -1);
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
