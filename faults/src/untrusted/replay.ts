// Sends bytes over a real connection, as a dialling end or as a listening end.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How long a peer stays that does not close its connection. */
const STAY_MS = 20;

/** Dials, writes the bytes, and closes. Resolves when the connection has closed. */
export async function dialWith(host: string, port: number, bytes: Uint8Array): Promise<void> {
  const socket = connect(port, host)
    .on("error", () => {})
    .resume();
  const closed = once(socket, "close");
  socket.end(bytes);
  const leave = setTimeout(() => socket.destroy(), STAY_MS);
  await closed;
  clearTimeout(leave);
}

/** A server that answers with given bytes. */
export interface Replaying {
  readonly host: string;
  readonly port: number;
  /** What it answers to the first bytes of a connection, and then to the next ones. */
  answer: (first: Buffer) => readonly Uint8Array[];
  close(): Promise<void>;
}

/** Listens on a free port. */
export async function replaying(): Promise<Replaying> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let parts: Uint8Array[] | undefined;
    const leave = setTimeout(() => {
      for (const part of parts ?? []) socket.write(part);
      socket.end();
      setTimeout(() => socket.destroy(), STAY_MS);
    }, STAY_MS);
    socket
      .on("error", () => {})
      .on("close", () => {
        clearTimeout(leave);
        sockets.delete(socket);
      });
    socket.on("data", (chunk: Buffer) => {
      parts ??= [...made.answer(chunk)];
      socket.write(parts.shift() ?? new Uint8Array(0));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { address, port } = server.address() as AddressInfo;
  const made: Replaying = {
    host: address,
    port,
    answer: () => [],
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return made;
}
