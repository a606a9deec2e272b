import { forkAndWait } from "../processes/fork-and-wait.js";
import type { Cell, Round } from "./cell.js";
import type { CellReply } from "./cell-process.js";

/** A round that hangs must not block the others. */
const TIMEOUT_MS = 90_000;

/** How the processes of a round are started. */
export interface ForkCellOptions {
  readonly signal?: AbortSignal;
  /** Environment variables of both ends, besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * One round of a cell, in a process of its own.
 * @throws Error if the round failed
 */
export async function forkCell(cell: Cell, { signal, env }: ForkCellOptions = {}): Promise<Round> {
  const program = new URL("./cell-process.js", import.meta.url);
  const reply = await forkAndWait<CellReply>(program, {
    name: "the process of the cell",
    args: [JSON.stringify(cell)],
    timeoutMs: TIMEOUT_MS,
    ...(signal && { signal }),
    ...(env && { env }),
  });
  if ("error" in reply) throw new Error(reply.error);
  return reply;
}
