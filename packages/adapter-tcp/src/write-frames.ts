import type { Socket } from "node:net";
import { copyFrame, type Frame, frameBytes, gatherTurns, lengthPrefix } from "@wireduel/core";

/** Up to here, a copy of a frame costs less than a write of its own for each part. */
const JOIN_UP_TO_BYTES = 16 * 1024;
const PREFIX_BYTES = 4;
/** Frames are put behind each other in pieces of so much memory. */
const SLAB_BYTES = 64 * 1024;

/** Writes frames to a socket, each behind its length. Small ones are copied into one piece, large ones are not. */
export function writeFrames(socket: Socket, coalesce: boolean): (frame: Frame) => void {
  let slab = Buffer.allocUnsafeSlow(0);
  /** What of the slab waits to be written. */
  let from = 0;
  let fill = 0;
  const waits = coalesce ? gatherTurns(flush) : () => false;

  function flush(): void {
    if (fill === from) return;
    socket.write(slab.subarray(from, fill));
    from = fill;
  }

  /** Copies a small frame behind those that wait. */
  function append(frame: Frame, bytes: number): void {
    if (slab.byteLength - fill < PREFIX_BYTES + bytes) {
      flush();
      slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      from = 0;
      fill = 0;
    }
    slab.writeUInt32BE(bytes, fill);
    fill = copyFrame(frame, slab, fill + PREFIX_BYTES);
  }

  return (frame) => {
    const bytes = frameBytes(frame);
    if (bytes > JOIN_UP_TO_BYTES) {
      flush();
      socket.cork();
      socket.write(lengthPrefix(bytes));
      for (const part of frame) socket.write(part);
      socket.uncork();
      return;
    }
    append(frame, bytes);
    if (!waits()) flush();
  };
}
