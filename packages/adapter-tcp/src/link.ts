import type { Socket } from "node:net";
import {
  type Frame,
  frameBytes,
  type Link,
  type LinkContext,
  lengthPrefix,
  splitFrames,
} from "@wireduel/core";

/** One TCP connection as a link; the same on both sides. */
export function tcpLink(socket: Socket, { limits, signal, onFrame }: LinkContext): Link {
  socket.setNoDelay(true);

  function write(frame: Frame): void {
    socket.cork();
    socket.write(lengthPrefix(frameBytes(frame)));
    for (const part of frame) socket.write(part);
    socket.uncork();
  }

  let reason: unknown;
  const closed = new Promise<unknown>((resolve) => {
    socket.once("error", (error) => {
      reason = error;
    });
    socket.once("close", () => {
      signal.removeEventListener("abort", abort);
      resolve(reason);
    });
  });
  const abort = () => socket.destroy();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();

  const split = splitFrames(limits.maxFrameBytes, (frame) => {
    const reply = onFrame(frame);
    if (reply) write(reply);
  });
  socket.on("data", (chunk) => {
    try {
      split(chunk);
    } catch (error) {
      socket.destroy(error as Error);
    }
  });

  return {
    closed,
    send: write,
    async close() {
      socket.destroy();
      await closed;
    },
  };
}
