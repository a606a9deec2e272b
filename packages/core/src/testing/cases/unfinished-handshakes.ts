import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Adapter } from "../../adapter/contract.js";
import { tcpTarget, withTarget } from "../../network/tcp-url.js";
import type { ConformanceCase } from "../conformance-case.js";
import { LeakWatch } from "../leak-watch.js";
import { withCycles } from "../link-cycles.js";
import { NotApplicable } from "../not-applicable.js";
import { dial, senderContext } from "../open-ends.js";
import { soon, until } from "../waiting.js";

const HOST = "127.0.0.1";
/** Clients of each kind. */
const CLIENTS = 6;
const TOLERATED = 2;
/** A listening end may close a connection whose handshake takes long, or answer it. */
const HANDSHAKE_MS = 100;

/** Connections that never become links. */
export const unfinishedHandshakes: readonly ConformanceCase[] = [
  {
    name: "leaves nothing of handshakes that never ended",
    run: (createAdapter) => forgetsHandshakes(createAdapter()),
  },
];

/** A connection whose handshake does not end, and how many bytes it sent. */
interface Client {
  readonly socket: Socket;
  readonly sentBytes: number;
}

async function forgetsHandshakes(adapter: Adapter): Promise<void> {
  await withCycles(adapter, "upload", async (cycles, scope) => {
    const clients: Client[] = [];
    try {
      await scope.run(() => cycles.listen());
      await scope.run(() => cycles.cycle("dialling end"));
      const target = tcpTarget(cycles.endpoint.url);
      if (target === undefined) throw new NotApplicable(`${cycles.endpoint.url} has no TCP port`);
      const handshake = await beginningOf(adapter, cycles.endpoint.url);
      const watch = await LeakWatch.start(cycles, scope, TOLERATED);
      const open = async () => {
        for (const bytes of [handshake.subarray(0, 0), handshake.subarray(0, handshake.byteLength / 2)]) {
          for (let index = 0; index < CLIENTS; index++) clients.push(await client(target, bytes));
        }
        await sleep(HANDSHAKE_MS);
      };
      await open();
      for (const { socket } of clients) socket.destroy();
      await watch.nothingLeft(`${clients.length} clients that left during the handshake`);
      await open();
      await scope.run(() => cycles.stopListening(() => `, while there were ${connected(clients)}`));
      await until(
        () => clients.every(({ socket }) => socket.destroyed),
        () => `after the listening end had closed, there were still ${connected(clients)}`,
        () => clients.filter(({ socket }) => socket.destroyed).length,
      );
      await watch.nothingLeft("handshakes that had not ended when the listening end closed");
    } finally {
      for (const { socket } of clients) socket.destroy();
    }
  });
}

/** Which clients are still connected: "clients whose handshake had not ended: 6 that had sent 11 bytes". */
function connected(clients: readonly Client[]): string {
  const open = clients.filter(({ socket }) => !socket.destroyed).map(({ sentBytes }) => sentBytes);
  const groups = [...new Set(open)].map((sentBytes) => {
    const count = open.filter((one) => one === sentBytes).length;
    return `${count} that had sent ${sentBytes === 0 ? "nothing" : `${sentBytes} bytes`}`;
  });
  if (groups.length === 0) return "no clients";
  return `clients whose handshake had not ended: ${groups.join(" and ")}`;
}

/** The first bytes of a dialling end. Empty if the listening end speaks first. */
async function beginningOf(adapter: Adapter, url: string): Promise<Buffer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as { port: number };
  const controller = new AbortController();
  try {
    const where = { url: withTarget(url, { host: HOST, port }) };
    dial(adapter, where, senderContext(adapter, controller.signal)).catch(() => {});
    if (sockets.length === 0) await soon(once(server, "connection"), "a connection of the dialling end");
    const [socket] = sockets;
    assert(socket);
    const bytes = await Promise.race([once(socket, "data"), sleep(HANDSHAKE_MS)]);
    return (bytes as [Buffer] | undefined)?.[0] ?? Buffer.alloc(0);
  } finally {
    controller.abort();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function client(target: { host: string; port: number }, bytes: Uint8Array): Promise<Client> {
  const socket = connect(target);
  socket.on("error", () => {});
  socket.resume();
  await soon(once(socket, "connect"), "a TCP connection to the listening end");
  if (bytes.byteLength > 0) socket.write(bytes);
  return { socket, sentBytes: bytes.byteLength };
}
