import type { Writable } from "node:stream";

/**
 * Makes what is written to a socket within one turn of the event loop leave in two system calls: the first write at once,
 * all others together at the turn's end. Call what this returns before each write.
 */
export function corkTurns(socket: Writable): () => void {
  let writes = 0;
  const end = () => {
    if (writes > 1) socket.uncork();
    writes = 0;
  };
  return () => {
    writes++;
    // Runs after the handler that writes, and whatever it has queued, and before anything else is read.
    if (writes === 1) process.nextTick(end);
    else if (writes === 2) socket.cork();
  };
}
