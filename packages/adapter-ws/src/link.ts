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
  unreadLimit,
} from "@wireduel/core/adapter";
import type { RawData, WebSocket } from "ws";

/** Below this size, joining a frame's parts costs less than a second WebSocket frame. */
const JOIN_BELOW_BYTES = 16 * 1024;
/** Close codes of RFC 6455, section 7.4.1. */
const NORMAL_CLOSE = 1000;
const NO_CLOSE_CODE = 1005;
const POLICY_VIOLATION = 1008;
const MESSAGE_TOO_BIG = 1009;
/** How ws words its refusal of a message, and the code with which it then closes. */
const TOO_BIG = "Max payload size exceeded";
const TOO_MANY_FRAGMENTS = "Too many message fragments";
const CLOSE_CODES: Readonly<Record<string, number>> = {
  [TOO_BIG]: MESSAGE_TOO_BIG,
  [TOO_MANY_FRAGMENTS]: POLICY_VIOLATION,
};
const TEXT = { binary: false };
/** How often to check whether replies were read: ws has no event for it. */
const UNREAD_CHECK_MS = 20;

/** Options of a link. */
export interface WsLinkOptions {
  readonly coalesce: boolean;
  readonly fragmentBytes: number;
  readonly maxReceiveMessageBytes: number;
  /** The TCP or TLS socket under the WebSocket. Undefined before it is connected. */
  socket(): Duplex | undefined;
}

/** A link over a WebSocket connection, for both ends. */
export function wsLink(
  socket: WebSocket,
  { role, codec, signal, onFrame }: LinkContext,
  options: WsLinkOptions,
  describe: () => EndDescription,
): Link {
  const { coalesce, fragmentBytes, socket: below } = options;
  // Receipts are always binary. The sender's frames are text if the codec is.
  const text = codec.text && role === "sender";
  // Delivers the fragments of a message without joining them.
  socket.binaryType = "fragments";
  let cork: (() => void) | undefined;
  let compressed: boolean | undefined;

  function beginWrite(): void {
    if (!coalesce) return;
    const tcp = below();
    cork ??= tcp && corkTurns(tcp);
    cork?.();
  }

  function send(given: Frame): void {
    beginWrite();
    // ws knows what was negotiated when the link is open.
    compressed ??= socket.extensions !== "";
    // It decides with the first fragment whether to compress the message.
    const frame = compressed ? [joinFrame(given)] : given;
    if ((frame.length === 1 && fragmentBytes === 0) || text || frameBytes(frame) < JOIN_BELOW_BYTES) {
      // Bytes are binary unless an option says something else, and ws copies all options.
      if (text) socket.send(joinFrame(frame), TEXT);
      else socket.send(joinFrame(frame));
      return;
    }
    if (fragmentBytes === 0) sendAtOnce(frame);
    else for (const [index, part] of frame.entries()) sendInFragments(part, index === frame.length - 1);
  }

  /**
   * Sends the parts as fragments of one message, so that a large payload need not be copied. If the header left alone, the other end
   * would wake up for it, and again for the payload.
   */
  function sendAtOnce(parts: Frame): void {
    const tcp = below();
    tcp?.cork();
    for (const [index, part] of parts.entries()) {
      socket.send(part, { binary: true, fin: index === parts.length - 1 });
    }
    tcp?.uncork();
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
      reason = explained(error, options);
    });
    socket.once("close", (code, text) => {
      signal.removeEventListener("abort", abort);
      resolve(reason ?? whyClosed(code, text.toString(), options));
    });
  });
  const abort = () => socket.terminate();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();

  /** In bytes. */
  let mostUnread: number | undefined;
  socket.on("message", (data) => {
    const reply = onFrame(frameOf(data));
    if (!reply) return;
    send(reply);
    mostUnread ??= unreadLimit(frameBytes(reply)).bytes;
    if (socket.bufferedAmount > mostUnread && !socket.isPaused) waitUntilRead(mostUnread / 2);
  });

  function waitUntilRead(fewBytes: number): void {
    socket.pause();
    const check = setInterval(() => {
      if (socket.bufferedAmount > fewBytes && socket.readyState === socket.OPEN) return;
      clearInterval(check);
      socket.resume();
    }, UNREAD_CHECK_MS);
  }

  return {
    closed,
    send,
    describe() {
      const tcp = below();
      return { ...describe(), tls: tcp instanceof TLSSocket ? describeTls(tcp) : undefined };
    },
    async close() {
      socket.close(NORMAL_CLOSE);
      await closed;
    },
  };
}

/** The error of a close code. Undefined for a normal close. */
function whyClosed(code: number, text: string, options: WsLinkOptions): Error | undefined {
  if (code === NORMAL_CLOSE || code === NO_CLOSE_CODE) return undefined;
  const refused = refusal(code, options);
  return new Error(`close code ${code}${refused === undefined ? ` ${text}` : `: ${refused}`}`.trimEnd());
}

/** The error with which ws refuses a message at this end, with the option that avoids it. */
function explained(error: Error, options: WsLinkOptions): Error {
  const refused = refusal(CLOSE_CODES[error.message], options);
  return refused === undefined ? error : new Error(refused, { cause: error });
}

/** What ws says when it refuses a message with a close code, and the option that avoids it. */
function refusal(
  code: number | undefined,
  { maxReceiveMessageBytes, fragmentBytes }: WsLinkOptions,
): string | undefined {
  if (code === MESSAGE_TOO_BIG) {
    const hint = "the option `maxReceiveMessageBytes` of ws() allows larger messages";
    return `${TOO_BIG} (${maxReceiveMessageBytes} bytes); ${hint}`;
  }
  if (code === POLICY_VIOLATION && fragmentBytes > 0) {
    const hint = "a larger `fragmentBytes` of ws() makes fewer";
    return `${TOO_MANY_FRAGMENTS} (ws receives at most 16,384); ${hint}`;
  }
  return undefined;
}

/** ws delivers the fragments of a binary message, but a single Buffer for a text message. */
function frameOf(data: RawData): Uint8Array | Frame {
  if (!Array.isArray(data)) return data as Buffer;
  return data.length === 1 ? (data[0] as Buffer) : data;
}
