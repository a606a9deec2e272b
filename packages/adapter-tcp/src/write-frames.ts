import type { Socket } from "node:net";
import { copyFrame, type Frame, frameBytes, gatherTurns, lengthPrefix } from "@wireduel/core/adapter";

/** Up to this size, copying a frame costs less than a write for each part. */
const JOIN_UP_TO_BYTES = 16 * 1024;
const PREFIX_BYTES = 4;
/** Small frames are copied into buffers of this size. */
const SLAB_BYTES = 64 * 1024;

/** Writes frames to a socket, each with its length before it. Small frames are copied into one buffer. */
export function writeFrames(socket: Socket, coalesce: boolean): (frame: Frame) => void {
  let slab = Buffer.allocUnsafeSlow(0);
  /** The bytes from `from` to `fill` are not written yet. */
  let from = 0;
  let fill = 0;
  const shouldWait = coalesce ? gatherTurns(flush) : () => false;

  function flush(): void {
    if (fill === from) return;
    socket.write(slab.subarray(from, fill));
    from = fill;
  }

  /** Appends a small frame to those that are not written yet. */
  function append(frame: Frame, bytes: number): void {
    if (slab.length - fill < PREFIX_BYTES + bytes) {
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
    if (!shouldWait()) flush();
  };
}
