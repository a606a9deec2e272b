import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Cell, Round } from "./cell.js";
import type { CellReply } from "./cell-process.js";

/** A round that hangs must not hold up the others. */
const TIMEOUT_MS = 90_000;

/**
 * One round of a cell in a process of its own.
 * @throws Error if the round failed, or `signal` ended it
 */
export async function forkCell(cell: Cell, signal: AbortSignal): Promise<Round> {
  const child = fork(fileURLToPath(new URL("./cell-process.js", import.meta.url)), [], { execArgv: [] });
  const exited = once(child, "exit");
  try {
    child.send(cell);
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const [reply] = (await Promise.race([
      once(child, "message", { signal: within }),
      exited.then(([code, how]) => {
        throw new Error(`its process ended with ${how ?? `exit code ${code}`}`);
      }),
    ])) as [CellReply];
    if ("error" in reply) throw new Error(reply.error);
    return reply;
  } finally {
    // What it has forked ends with it, and it with its parent's channel.
    if (child.connected) child.disconnect();
    await exited;
  }
}
