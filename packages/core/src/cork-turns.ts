import type { Writable } from "node:stream";

/**
 * Makes what is written to a socket within one turn of the event loop leave together. Call what this returns before each
 * write. A write that is alone in its turn, as the one before it was, leaves at once.
 */
export function corkTurns(socket: Writable): () => void {
  let writes = 0;
  let writesBefore = 0;
  let corked = false;
  const cork = () => {
    corked = true;
    socket.cork();
  };
  const end = () => {
    writesBefore = writes;
    writes = 0;
    if (!corked) return;
    corked = false;
    socket.uncork();
  };
  return () => {
    writes++;
    if (writes === 1) {
      // Runs after the handler that writes, and whatever it has queued, and before anything else is read.
      process.nextTick(end);
      if (writesBefore > 1) cork();
    } else if (!corked) cork();
  };
}
