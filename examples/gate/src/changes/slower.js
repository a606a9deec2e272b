// A change of `send-frame.js` that looks like an improvement. The gate must refuse it.
import { frameBytes, lengthPrefix } from "@wireduel/core/adapter";

const BATCH_MS = 1;
const batches = new WeakMap();

/** Collects frames for a moment, and writes them together. It saves system calls, but every payload waits. */
export function sendFrame(socket, frame) {
  const parts = [lengthPrefix(frameBytes(frame)), ...frame];
  const batch = batches.get(socket);
  if (batch !== undefined) {
    batch.push(...parts);
    return;
  }
  batches.set(socket, parts);
  setTimeout(() => {
    batches.delete(socket);
    if (!socket.destroyed) socket.write(Buffer.concat(parts));
  }, BATCH_MS);
}
