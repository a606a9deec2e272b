// Child processes must not outlive this process, however it ends.
import type { ChildProcess } from "node:child_process";
import { Guard } from "./guard.js";
import { killChild } from "./kill-child.js";

const children = new Set<ChildProcess>();
/** There is one while there are children. If it was killed, the next child gets another. On Windows, the system ends them. */
let guard: Guard | undefined;

/** Tells a child the process id of its guard, which it must wake up when it ends by itself. */
export interface GuardedBy {
  readonly guard: number;
}

/**
 * Forks a child that ends with this process. One that runs as it should ends by itself: its channel closes. The child starts
 * before its guard, because it takes longer.
 */
export function forkWithProcess(fork: () => ChildProcess): ChildProcess {
  const child = fork();
  // One that could not be started never exits.
  if (child.pid === undefined) return child;
  keep(child);
  if (process.platform !== "win32" && (guard?.ended ?? true)) guard = new Guard();
  update();
  const { processId } = guard ?? {};
  if (processId !== undefined) child.send({ guard: processId } satisfies GuardedBy, () => {});
  return child;
}

function keep(child: ChildProcess): void {
  children.add(child);
  child.once("exit", () => {
    children.delete(child);
    update();
  });
}

function update(): void {
  process.off("exit", endAll);
  if (children.size > 0) {
    process.on("exit", endAll);
    guard?.watch([...children].map(({ pid }) => pid as number));
  } else {
    guard?.end();
    guard = undefined;
  }
}

function endAll(): void {
  for (const child of children) killChild(child);
  guard?.end();
}
