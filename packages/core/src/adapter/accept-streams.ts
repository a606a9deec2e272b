import type { Server, Socket } from "node:net";
import { invalidOption } from "../options/kinds.js";
import type { Link, LinkContext, ListenContext } from "./contract.js";
import { SECRET_LENGTH } from "./secret.js";
import { limitStrangers, type Strangers } from "./strangers.js";

/**
 * Opens a link for each connection of a server whose protocol is a stream of bytes. The dialling end writes `context.secret`
 * first. A connection that begins with other bytes is closed, and connections that are not links yet are limited.
 * @param server of `node:net`, or of `node:tls` if the context has `tls`
 * @param open makes the link. What the dialling end wrote after the secret comes as `data` of the socket.
 * @throws WireduelError `INVALID_OPTION`
 * @returns the connections that are not links yet. Close them with the listening end.
 */
export function acceptStreams(
  server: Server,
  context: Pick<ListenContext, "accept" | "tls">,
  open: (socket: Socket, context: LinkContext) => Link,
): Strangers {
  const strangers = limitStrangers(server);
  if (typeof context?.accept !== "function")
    throw invalidOption("context", "the context of `listen`", context);
  if (typeof open !== "function") throw invalidOption("open", "a function", open);
  server.on(context.tls ? "secureConnection" : "connection", (socket: Socket) => {
    const ignore = () => {};
    socket.on("error", ignore);
    readSecret(socket, (secret) => {
      const accepted = context.accept((link) => open(socket, link), secret);
      if (!accepted) return void socket.destroy();
      strangers.admit(socket);
      socket.off("error", ignore);
    });
  });
  return strangers;
}

/** Takes the first bytes of a socket. The others stay in it. */
function readSecret(socket: Socket, use: (secret: string) => void): void {
  let came = "";
  const read = (chunk: Buffer) => {
    const missing = SECRET_LENGTH - came.length;
    came += chunk.toString("latin1", 0, missing);
    if (came.length < SECRET_LENGTH) return;
    socket.off("data", read);
    socket.pause();
    if (chunk.byteLength > missing) socket.unshift(chunk.subarray(missing));
    use(came);
    socket.resume();
  };
  socket.on("data", read);
}
