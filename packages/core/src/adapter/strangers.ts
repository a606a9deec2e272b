import type { Server, Socket } from "node:net";
import { afterListening } from "../clock/after-listening.js";
import { invalidOption } from "../options/kinds.js";

/** How many connections may wait to be admitted, and how long. */
export const MOST_WAITING: number = 64;
const WAITING_MS = 15_000;
/** How many bytes are read of such a connection: more than any handshake has, with all its headers. */
const MOST_READ_BYTES = 256 * 1024;
/** How often this is checked. Node has no event for what a protocol of its own reads. */
const READ_CHECK_MS = 50;

/** A connection that is not admitted yet. */
interface Stranger {
  readonly socket: Socket;
  readonly address: string;
  /** Stops the timer that closes it. */
  cancel(): void;
}

/** The connections of a server that are not admitted yet. */
export interface Strangers {
  /**
   * The connection is not limited any more.
   * @param peer a socket, or `address:port` of the other end
   */
  admit(peer: Socket | string): void;
  /** Whether a connection is limited. */
  has(socket: Socket): boolean;
  /** Closes all connections that are not admitted yet. */
  close(): void;
}

/**
 * Limits the connections of a server that have not shown yet that they may be there. Each is closed after 15 s, or when 256 KiB
 * of it were read. If there are more than 64, the oldest one of the address that has most is closed. So nobody can use up the
 * memory, the file descriptors or the time of a process, and a newcomer is not kept out. Connections over a Unix socket are not
 * limited.
 * @param server of `node:net`, `node:tls`, `node:http` or `node:http2`
 * @throws WireduelError `INVALID_OPTION`
 */
export function limitStrangers(server: Pick<Server, "on">): Strangers {
  return limitStrangersTo(MOST_WAITING, server);
}

/** The same with another limit: for a server that many may reach at the same moment. */
export function limitStrangersTo(most: number, server: Pick<Server, "on">): Strangers {
  if (typeof server?.on !== "function") throw invalidOption("server", "a server of Node", server);
  /** By peer, the oldest first. */
  const strangers = new Map<string, Stranger>();

  let check: NodeJS.Timeout | undefined;

  function forget(peer: string): void {
    strangers.get(peer)?.cancel();
    strangers.delete(peer);
    if (strangers.size > 0) return;
    clearInterval(check);
    check = undefined;
  }

  function closeFloods(): void {
    for (const { socket } of strangers.values()) {
      if (socket.bytesRead > MOST_READ_BYTES) socket.destroy();
    }
  }

  // With TLS, this is the socket below the encrypted one. Both have the same peer.
  server.on("connection", (socket: Socket) => {
    const peer = peerOf(socket);
    const { remoteAddress: address } = socket;
    if (peer === undefined || address === undefined) return;
    // A process that was stopped must first read what they sent meanwhile.
    const cancel = afterListening(WAITING_MS, () => socket.destroy());
    strangers.set(peer, { socket, address, cancel });
    check ??= setInterval(closeFloods, READ_CHECK_MS);
    socket.once("close", () => {
      if (strangers.get(peer)?.socket === socket) forget(peer);
    });
    if (strangers.size <= most) return;
    const [first, one] = oldestOfMost(strangers);
    forget(first);
    one.socket.destroy();
  });

  return {
    admit(given) {
      const peer = typeof given === "string" ? given : peerOf(given);
      if (peer !== undefined) forget(peer);
    },
    has(socket) {
      const peer = peerOf(socket);
      return peer !== undefined && strangers.has(peer);
    },
    close() {
      for (const { socket } of strangers.values()) socket.destroy();
    },
  };
}

function peerOf({ remoteAddress, remotePort }: Socket): string | undefined {
  return remotePort === undefined ? undefined : `${remoteAddress}:${remotePort}`;
}

/** The oldest connection of the address that has most. There must be one. */
function oldestOfMost(strangers: ReadonlyMap<string, Stranger>): [string, Stranger] {
  const counts = new Map<string, number>();
  for (const { address } of strangers.values()) counts.set(address, (counts.get(address) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...strangers].find(([, { address }]) => counts.get(address) === most) as [string, Stranger];
}
