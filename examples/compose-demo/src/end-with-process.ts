import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Waits until its stdin closes: then `start` is gone. The child may be stopped. It gets two seconds to end by itself. */
const GUARD = `
trap "" INT TERM HUP
read -r nothing
kill -CONT "$1"
for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  kill -0 "$1" || exit
  sleep 0.1
done
kill -KILL "$1"
`;

/** Ends a child with this process, however this process dies. On Windows, the system does that. */
export function endWithProcess(child: ChildProcess): void {
  if (process.platform === "win32" || child.pid === undefined) return;
  const guard = spawn("/bin/sh", ["-c", GUARD, "compose-demo-guard", String(child.pid)], {
    // In a group of its own: what stops or kills the group of this process must not reach it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a shell, a child that is not stopped still ends by itself.
  guard.once("error", () => {});
  // It must not keep this process alive.
  guard.unref();
  (guard.stdin as Socket | null)?.unref();
  child.once("exit", () => guard.kill("SIGKILL"));
}
