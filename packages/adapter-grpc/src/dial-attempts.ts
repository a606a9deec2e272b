// The connections that a dial of grpc-js begins.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

/** Node publishes each socket of a client on it, before the socket connects. */
const CLIENT_SOCKETS = "net.client.socket";

/** The connections to a port that were begun since `noteAttempts`. */
export interface Attempts {
  /** The dial has failed: closes all of them. */
  destroy(): void;
  /** Notes no more. Must be called when the dial has ended. */
  end(): void;
}

/**
 * Notes the connections that are begun to a port. A channel of grpc-js that is closed goes on with the one that it opens, and
 * nothing else can end it: if no answer comes, the kernel tries for two minutes, and the process cannot end.
 */
export function noteAttempts(port: number): Attempts {
  const begun = new Set<Socket>();
  const note = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once("connectionAttempt", (_, to) => {
      if (to === port) begun.add(socket);
    });
  };
  subscribe(CLIENT_SOCKETS, note);
  return {
    destroy() {
      for (const socket of begun) socket.destroy();
    },
    end: () => void unsubscribe(CLIENT_SOCKETS, note),
  };
}
