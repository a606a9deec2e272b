import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limitStrangers, type Strangers } from "./strangers.js";

let server: Server;
let strangers: Strangers;
let accepted: Socket[];
let clients: Socket[];

beforeEach(async () => {
  accepted = [];
  clients = [];
  server = createServer((socket) => accepted.push(socket.on("error", () => {})));
  strangers = limitStrangers(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  vi.useRealTimers();
  for (const socket of [...clients, ...accepted]) socket.destroy();
  server.close();
  await once(server, "close");
});

async function newcomer(localAddress: string): Promise<Socket> {
  const before = accepted.length;
  const client = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", localAddress });
  clients.push(client.on("error", () => {}).resume());
  await once(client, "connect");
  await expect.poll(() => accepted.length).toBeGreaterThan(before);
  return client;
}
const open = () => clients.filter(({ destroyed }) => !destroyed).length;

describe("limitStrangers", () => {
  it("closes the oldest of the address with most, and keeps those that were admitted", async () => {
    const first = await newcomer("127.0.0.1");
    const [admitted] = accepted;
    strangers.admit(admitted as Socket);
    const other = await newcomer("127.0.0.2");
    for (let index = 0; index < 100; index++) await newcomer("127.0.0.1");
    await expect.poll(open).toBe(65);
    expect(first.destroyed).toBe(false);
    expect(other.destroyed).toBe(false);
    expect(clients.at(-1)?.destroyed).toBe(false);
    expect(clients[2]?.destroyed).toBe(true);
  });

  it("admits a peer by its address and port", async () => {
    const client = await newcomer("127.0.0.1");
    strangers.admit(`127.0.0.1:${client.localPort}`);
    strangers.close();
    await newcomer("127.0.0.1");
    strangers.close();
    await expect.poll(open).toBe(1);
    expect(client.destroyed).toBe(false);
  });

  it("closes those of which much is read", async () => {
    const client = await newcomer("127.0.0.1");
    const admitted = await newcomer("127.0.0.1");
    strangers.admit(`127.0.0.1:${admitted.localPort}`);
    for (const socket of accepted) socket.resume();
    for (const socket of [admitted, client]) socket.write(Buffer.alloc(1_000_000));
    await once(client, "close");
    expect(admitted.destroyed).toBe(false);
  });

  it("closes those that are not admitted in time", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "hrtime"] });
    const port = (server.address() as AddressInfo).port;
    for (let index = 0; index < 2; index++) {
      clients.push(connect(port, "127.0.0.1").resume());
      await once(server, "connection");
    }
    strangers.admit(accepted[0] as Socket);
    vi.advanceTimersByTime(16_000);
    await once(accepted[1] as Socket, "close");
    expect(accepted[0]?.destroyed).toBe(false);
  });
});
