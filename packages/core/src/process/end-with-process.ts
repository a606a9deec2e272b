// Child processes must not outlive this process, however it ends.
import type { ChildProcess } from "node:child_process";
import { Guard } from "./guard.js";
import { killChild } from "./kill-child.js";

const children = new Set<ChildProcess>();
/** There is one while there are children. If it was killed, the next child gets another. On Windows, the system ends them. */
let guard: Guard | undefined;

/**
 * Starts a child that ends with this process. One that runs as it should ends by itself: its channel closes.
 * @param start gets the process id of the guard, which the child must wake up when it ends by itself. Undefined: there is none.
 */
export function startWithProcess(start: (guard: number | undefined) => ChildProcess): ChildProcess {
  if (process.platform !== "win32" && (guard?.ended ?? true)) guard = new Guard();
  try {
    const child = start(guard?.processId);
    // One that could not be started never exits.
    if (child.pid !== undefined) keep(child);
    return child;
  } finally {
    update();
  }
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
