// A shell that ends what this process leaves behind, however it dies.
import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { killChild } from "./kill-child.js";

/**
 * What the shell does. Each line that it reads replaces the one before. When its stdin closes, the process that started it is
 * gone. Then children that were stopped go on, so that they can end by themselves. Those that still run two seconds later
 * are killed.
 */
const SCRIPT = `
trap "" INT TERM HUP
while read -r line; do children=$line; done
anyone() { for child in $children; do kill -0 "$child" && return; done; return 1; }
kill -CONT $children
for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  anyone || break
  sleep 0.1
done
kill -KILL $children
`;

/**
 * Guards the children of this process. A child whose event loop is blocked, or that is stopped, does not notice that its
 * parent was killed. Where there is no shell, such a child stays.
 */
export class Guard {
  readonly #shell: ChildProcess;

  constructor() {
    this.#shell = spawn("/bin/sh", ["-c", SCRIPT, "wireduel-guard"], {
      cwd: "/",
      env: { PATH: process.env.PATH },
      // In a group of its own: what stops or kills the group of this process must not reach it.
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#shell.once("error", () => {});
    this.#shell.stdin?.on("error", () => {});
    // It must not keep this process alive.
    this.#shell.unref();
    (this.#shell.stdin as Socket | null)?.unref();
  }

  /** Undefined if it could not be started. */
  get processId(): number | undefined {
    return this.#shell.pid;
  }

  /** Whether someone killed it, or it could not be started. */
  get ended(): boolean {
    const { pid, exitCode, signalCode } = this.#shell;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** Which children run now. */
  watch(processIds: readonly number[]): void {
    this.#shell.stdin?.write(`${processIds.join(" ")}\n`);
  }

  /** Nothing is left to guard. Also ends a guard that was stopped. */
  end(): void {
    killChild(this.#shell);
  }
}

/**
 * Must be called by a child whose parent is gone: someone may have stopped the guard.
 * @param guard its process id
 */
export function wakeGuard(guard: number): void {
  try {
    process.kill(guard, "SIGCONT");
  } catch {
    // It has ended.
  }
}
