import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A program of this folder that runs as a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** The lines that it has printed so far. */
  readonly lines: readonly string[];
  /** Resolves with the line at this place, from 0, as soon as it was printed. Rejects if the program ends before. */
  line(index: number): Promise<string>;
  /** Kills it. Resolves when it has ended. */
  kill(): Promise<void>;
}

/**
 * Starts `programs/<name>.ts`, transpiled. What it writes to its standard error is shown.
 * @param through a command that starts it, such as `prlimit` with its options. Default: none.
 */
export function startProgram(
  name: string,
  args: readonly string[] = [],
  through: readonly string[] = [],
): Program {
  const program = fileURLToPath(new URL(`../../transpiled/programs/${name}.js`, import.meta.url));
  const node = [process.execPath, program, ...args];
  const [command = "", ...rest] = [...through, ...node];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const lines: string[] = [];
  let wake: () => void = () => {};
  let next = new Promise<void>((resolve) => {
    wake = resolve;
  });
  createInterface(child.stdout).on("line", (line) => {
    lines.push(line);
    wake();
    next = new Promise((resolve) => {
      wake = resolve;
    });
  });
  return {
    child,
    lines,
    async line(index) {
      for (;;) {
        const line = lines[index];
        if (line !== undefined) return line;
        const printed = await Promise.race([next.then(() => true), ended.then(() => false)]);
        if (!printed && lines[index] === undefined)
          throw new Error(`${name} ended after ${lines.length} lines`);
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
