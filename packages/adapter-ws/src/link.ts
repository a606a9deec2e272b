import {
  type EndDescription,
  type Frame,
  frameBytes,
  joinFrame,
  type Link,
  type LinkContext,
} from "@wireduel/core";
import type { RawData, WebSocket } from "ws";

/** Below this, putting a frame's parts together costs less than a second WebSocket frame does. */
const JOIN_BELOW_BYTES = 16 * 1024;
/** How long the closing handshake may take before the socket is cut. */
const CLOSE_TIMEOUT_MS = 1_000;

/** One WebSocket connection as a link; the same on both sides. */
export function wsLink(
  socket: WebSocket,
  { role, codec, signal, onFrame }: LinkContext,
  describe: () => EndDescription,
): Link {
  // Receipts are always bytes; what the sender carries out is text if its codec says so.
  const text = codec.text && role === "sender";

  function send(frame: Frame): void {
    if (frame.length === 1 || text || frameBytes(frame) < JOIN_BELOW_BYTES) {
      socket.send(joinFrame(frame), { binary: !text });
      return;
    }
    // The parts travel as fragments of one message, so that a large payload is not copied behind its header.
    for (const [index, part] of frame.entries()) {
      socket.send(part, { binary: true, fin: index === frame.length - 1 });
    }
  }

  let reason: unknown;
  const closed = new Promise<unknown>((resolve) => {
    socket.once("error", (error) => {
      reason = error;
    });
    socket.once("close", (code, text) => {
      signal.removeEventListener("abort", abort);
      // 1000 and 1005 are closes that someone asked for.
      const asked = code === 1000 || code === 1005;
      resolve(reason ?? (asked ? undefined : new Error(`close code ${code} ${text.toString()}`.trimEnd())));
    });
  });
  const abort = () => socket.terminate();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();

  socket.on("message", (data) => {
    const reply = onFrame(bytesOf(data));
    if (reply) socket.send(joinFrame(reply), { binary: true });
  });

  return {
    closed,
    send,
    describe,
    async close() {
      socket.close(1000);
      const cut = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** ws gives one Buffer for each message, as `binaryType` stays `nodebuffer`. */
function bytesOf(data: RawData): Uint8Array {
  return data as Buffer;
}
