import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describeTls, type Link, type LinkContext, splitFrames } from "@wireduel/core/adapter";
import type { TcpOptions } from "./options.js";
import { writeFrames } from "./write-frames.js";

/** If so many bytes of replies are not read, no more frames are read. Else they would fill the memory. */
const MOST_UNREAD_BYTES = 64 * 2 ** 20;

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

  const split = splitFrames(limits.maxFrameBytes, (frame) => {
    const reply = onFrame(frame);
    if (!reply) return;
    write(reply);
    if (socket.writableLength <= MOST_UNREAD_BYTES || socket.isPaused()) return;
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
