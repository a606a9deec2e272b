// The connections that a dial of grpc-js begins.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { isIP, type Socket } from "node:net";

/** Node publishes each socket of a client on it, before the socket connects. */
const CLIENT_SOCKETS = "net.client.socket";

/** How long a connection may stay open after its link has closed: the other end must learn of it. */
const GOODBYE_MS = 1_000;

/** The connections to an endpoint that were begun since `noteAttempts`. */
export interface Attempts {
  /** The dial has failed: closes all of them. */
  destroy(): void;
  /**
   * The link has closed: closes what is still open a moment later. With TLS, a session of Node's HTTP/2 that has something left
   * to write when the other end is gone would keep its connection for ever.
   */
  destroySoon(): void;
  /** Notes no more. Must be called when the dial has ended. */
  end(): void;
}

/**
 * Notes the connections that are begun to an endpoint. A channel of grpc-js that is closed goes on with the one that it opens,
 * and nothing else can end it: if no answer comes, the kernel tries for two minutes, and the process cannot end.
 */
export function noteAttempts(url: string): Attempts {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  // A name may have any address.
  const isHost = (address: string) => isIP(host) === 0 || address === host;
  const begun = new Set<Socket>();
  const note = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once("connectionAttempt", (address, to) => {
      if (to === Number(port) && isHost(address)) begun.add(socket);
    });
  };
  const destroy = () => {
    for (const socket of begun) socket.destroy();
  };
  subscribe(CLIENT_SOCKETS, note);
  return {
    destroy,
    destroySoon: () => void setTimeout(destroy, GOODBYE_MS).unref(),
    end: () => void unsubscribe(CLIENT_SOCKETS, note),
  };
}
