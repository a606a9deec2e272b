import type { Writable } from "node:stream";

/**
 * Gathers the writes of one turn of the event loop. Call what this returns for each write: it says whether the write should
 * wait for the end of its turn. One that is alone in its turn, as the one before it was, need not.
 *
 * @param end called at the end of each turn that had writes
 */
export function gatherTurns(end: () => void): () => boolean {
  let writes = 0;
  let writesBefore = 0;
  const endTurn = () => {
    writesBefore = writes;
    writes = 0;
    end();
  };
  return () => {
    // Runs after the handler that writes, and whatever it has queued, and before anything else is read.
    if (writes === 0) process.nextTick(endTurn);
    writes++;
    return writes > 1 || writesBefore > 1;
  };
}

/**
 * Makes what is written to a socket within one turn of the event loop leave together. Call what this returns before each
 * write. A write that need not wait, as `gatherTurns` says, leaves at once.
 */
export function corkTurns(socket: Writable): () => void {
  let corked = false;
  const waits = gatherTurns(() => {
    if (!corked) return;
    corked = false;
    socket.uncork();
  });
  return () => {
    if (!waits() || corked) return;
    corked = true;
    socket.cork();
  };
}
