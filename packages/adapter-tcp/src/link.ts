import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describeTls, type Link, type LinkContext, splitFrames } from "@wireduel/core";
import type { TcpOptions } from "./options.js";
import { writeFrames } from "./write-frames.js";

/** One TCP connection as a link, encrypted or not; the same on both sides. */
export function tcpLink(
  socket: Socket,
  { limits, signal, onFrame }: LinkContext,
  { coalesce }: TcpOptions,
): Link {
  socket.setNoDelay(true);
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
    describe: () => (socket instanceof TLSSocket ? { tls: describeTls(socket) } : {}),
    async close() {
      socket.destroy();
      await closed;
    },
  };
}
