import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Network } from "../network/network.js";
import { startRelay } from "../network/relay.js";

const HOST = "127.0.0.1";
const REPLY_BYTES = 4;

/** Two ends of a plain TCP connection: what an exchange costs without any protocol. */
export interface RawEcho {
  /** Sends this many bytes, and waits for a reply of four bytes. */
  exchange(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a connection that replies to each exchange. With a network, over a relay. */
export async function openRawEcho(network: Network | null): Promise<RawEcho> {
  const expected: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket.on("error", () => {}));
    let arrived = 0;
    socket.on("data", (chunk: Buffer) => {
      arrived += chunk.byteLength;
      while (expected.length > 0 && arrived >= (expected[0] as number)) {
        arrived -= expected.shift() as number;
        socket.write(Buffer.alloc(REPLY_BYTES));
      }
    });
  });
  server.listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const relay = network && (await startRelay({ host: HOST, port, bind: HOST, network }));
  const socket = connect({ host: HOST, port: relay?.port ?? port, noDelay: true });
  await once(socket, "connect");
  let replied = 0;
  let settle: () => void = () => {};
  socket.on("data", (chunk: Buffer) => {
    replied += chunk.byteLength;
    if (replied < REPLY_BYTES) return;
    replied -= REPLY_BYTES;
    settle();
  });
  const echo: RawEcho = {
    exchange(bytes) {
      const settled = new Promise<void>((resolve) => {
        settle = resolve;
      });
      expected.push(bytes);
      socket.write(Buffer.alloc(bytes));
      return settled;
    },
    async close() {
      socket.destroy();
      for (const one of sockets) one.destroy();
      await relay?.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return echo;
}
