import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describeTls, frameBytes, type Link, type LinkContext, splitFrames } from "@wireduel/core/adapter";
import type { TcpOptions } from "./options.js";
import { writeFrames } from "./write-frames.js";

/** If replies that are not read take so much memory, no more frames are read. Otherwise they would fill it. */
const MOST_UNREAD_BYTES = 64 * 2 ** 20;
/** Roughly what a reply takes besides its bytes. */
const REPLY_OVERHEAD = 512;

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

  /** All replies of a session have the same size. */
  let mostUnread: number | undefined;
  const split = splitFrames(limits.maxFrameBytes, (frame) => {
    const reply = onFrame(frame);
    if (!reply) return;
    write(reply);
    mostUnread ??= mostUnreadBytes(frameBytes(reply));
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

/** How many bytes of replies of this size may be unread. */
function mostUnreadBytes(replyBytes: number): number {
  return (MOST_UNREAD_BYTES * Math.max(replyBytes, 1)) / (replyBytes + REPLY_OVERHEAD);
}
