import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import {
  describeTls,
  frameBytes,
  type Link,
  type LinkContext,
  splitFrames,
  unreadLimit,
} from "@wireduel/core/adapter";
import type { TcpOptions } from "./options.js";
import { writeFrames } from "./write-frames.js";

/** A link over a TCP connection, encrypted or not, for both ends. */
export function tcpLink(
  socket: Socket,
  { limits, signal, onFrame }: LinkContext,
  { coalesce, noDelay }: TcpOptions,
): Link {
  socket.setNoDelay(noDelay);
  const write = writeFrames(socket, coalesce);

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

  /** In bytes. */
  let mostUnread: number | undefined;
  const split = splitFrames(limits.maxFrameBytes, (frame) => {
    const reply = onFrame(frame);
    if (!reply) return;
    write(reply);
    mostUnread ??= unreadLimit(frameBytes(reply)).bytes;
    if (socket.writableLength <= mostUnread || socket.isPaused()) return;
    socket.pause();
    socket.once("drain", () => socket.resume());
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
    describe: () => (socket instanceof TLSSocket ? { tls: describeTls(socket) } : {}),
    async close() {
      socket.destroy();
      await closed;
    },
  };
}
