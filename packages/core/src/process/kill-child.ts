import type { ChildProcess } from "node:child_process";

/**
 * Kills a child process at once. If it could not be started, does nothing: `ChildProcess.kill` in the same turn would kill all
 * processes of the group of this process, because Node then takes 0 for the child's id.
 */
export function killChild(child: ChildProcess): void {
  if (child.pid !== undefined) child.kill("SIGKILL");
}
