import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import {
  corkTurns,
  describeTls,
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

/** How a link sends. */
export interface WsLinkOptions {
  readonly coalesce: boolean;
  readonly fragmentBytes: number;
  /** The socket below the WebSocket, once there is one. */
  socket(): Duplex | undefined;
}

/** One WebSocket connection as a link; the same on both sides. */
export function wsLink(
  socket: WebSocket,
  { role, codec, signal, onFrame }: LinkContext,
  { coalesce, fragmentBytes, socket: below }: WsLinkOptions,
  describe: () => EndDescription,
): Link {
  // Receipts are always bytes; what the sender carries out is text if its codec says so.
  const text = codec.text && role === "sender";
  // A message that came in fragments is handed over in them.
  socket.binaryType = "fragments";
  let cork: (() => void) | undefined;

  function beginWrite(): void {
    if (!coalesce) return;
    const tcp = below();
    cork ??= tcp && corkTurns(tcp);
    cork?.();
  }

  function send(frame: Frame): void {
    beginWrite();
    if (frame.length === 1 || text || frameBytes(frame) < JOIN_BELOW_BYTES) {
      socket.send(joinFrame(frame), { binary: !text });
      return;
    }
    // The parts travel as fragments of one message, so that a large payload is not copied behind its header.
    for (const [index, part] of frame.entries()) {
      const last = index === frame.length - 1;
      if (fragmentBytes === 0) socket.send(part, { binary: true, fin: last });
      else sendInFragments(part, last);
    }
  }

  function sendInFragments(part: Uint8Array, last: boolean): void {
    let at = 0;
    do {
      const end = Math.min(part.byteLength, at + fragmentBytes);
      socket.send(part.subarray(at, end), { binary: true, fin: last && end === part.byteLength });
      at = end;
    } while (at < part.byteLength);
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
    const reply = onFrame(frameOf(data));
    if (reply === undefined) return;
    beginWrite();
    socket.send(joinFrame(reply), { binary: true });
  });

  return {
    closed,
    send,
    describe() {
      const tcp = below();
      return { ...describe(), tls: tcp instanceof TLSSocket ? describeTls(tcp) : undefined };
    },
    async close() {
      socket.close(1000);
      const cut = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** ws gives the fragments of a binary message, and one Buffer for a text. */
function frameOf(data: RawData): Uint8Array | Frame {
  if (!Array.isArray(data)) return data as Buffer;
  return data.length === 1 ? (data[0] as Buffer) : data;
}
