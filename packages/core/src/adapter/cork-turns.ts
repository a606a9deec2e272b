import type { Writable } from "node:stream";
import { microtask } from "../clock/microtask.js";
import { invalidOption } from "../options/kinds.js";

/**
 * Batches the writes of one turn of the event loop. Call the returned function for each write. It returns
 * whether the write should wait for the end of the turn. A single write per turn need not wait, if the
 * previous turn had only one too.
 *
 * @param end called at the end of each turn that had writes
 * @throws WireduelError `INVALID_OPTION` if `end` is not a function
 */
export function gatherTurns(end: () => void): () => boolean {
  if (typeof end !== "function") throw invalidOption("end", "a function", end);
  let writes = 0;
  let writesBefore = 0;
  const endTurn = () => {
    writesBefore = writes;
    writes = 0;
    end();
  };
  return () => {
    if (writes === 0) microtask(endTurn);
    writes++;
    return writes > 1 || writesBefore > 1;
  };
}

/**
 * Sends all writes of one turn of the event loop in one system call. Call the returned function before each
 * write. A single write per turn is sent immediately (see `gatherTurns`).
 * @throws WireduelError `INVALID_OPTION` if `socket` cannot be corked
 */
export function corkTurns(socket: Writable): () => void {
  if (typeof socket?.cork !== "function") throw invalidOption("socket", "a writable stream", socket);
  let corked = false;
  const shouldWait = gatherTurns(() => {
    if (!corked) return;
    corked = false;
    socket.uncork();
  });
  return () => {
    if (!shouldWait() || corked) return;
    corked = true;
    socket.cork();
  };
}
