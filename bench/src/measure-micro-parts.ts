import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { MicroPart } from "./micro-parts.js";

/**
 * Prices the micro parts in a process of their own.
 * @param timeMs how long each part is run at least
 * @throws Error if the process ends before, or `signal` ended it
 */
export async function measureMicroParts(timeMs: number, signal: AbortSignal): Promise<MicroPart[]> {
  const child = fork(fileURLToPath(new URL("./micro-process.js", import.meta.url)), [String(timeMs)]);
  const exited = once(child, "exit");
  try {
    const [parts] = await Promise.race([
      once(child, "message", { signal }),
      exited.then(([code, how]) => {
        throw new Error(`the process of the micro parts ended with ${how ?? `exit code ${code}`}`);
      }),
    ]);
    return parts as MicroPart[];
  } finally {
    // It may be in the midst of a computation that never looks at its channel.
    child.kill("SIGKILL");
    await exited;
  }
}
