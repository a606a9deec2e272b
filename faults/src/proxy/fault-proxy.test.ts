import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FaultProxy, type PlannedFault, startFaultProxy } from "./fault-proxy.js";

/** An echo server behind a proxy, and a client of the proxy. */
async function connectThrough(
  ...faults: PlannedFault[]
): Promise<{ proxy: FaultProxy; client: Socket; behind: Promise<Socket> }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  const behind = once(server, "connection").then(([socket]) => socket as Socket);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy = await startFaultProxy({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  for (const fault of faults) proxy.plan(fault);
  const client = connect({ port: proxy.port, host: proxy.host, allowHalfOpen: true });
  client.on("error", () => {});
  await once(client, "connect");
  onTestFinished(async () => {
    client.destroy();
    await proxy.close();
    server.close();
  });
  return { proxy, client, behind };
}

/** What a socket gets until it has this many bytes, or until the other end has closed. */
function received(socket: Socket, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  let text = "";
  return new Promise((resolve) => {
    for (const event of ["end", "close"]) socket.on(event, () => resolve(text));
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.length >= bytes) resolve(text);
    });
  });
}

/** Resolves also if the socket has an error. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on("close", () => resolve()));
}

describe("the proxy", () => {
  it("passes all bytes on, and counts them", async () => {
    const { proxy, client } = await connectThrough();
    client.write("0123456789");
    expect(await received(client, 10)).toBe("0123456789");
    expect(proxy.bytes).toEqual({ dialling: 10, listening: 10 });
  });

  it("passes on that an end has nothing more to send, and then what the other one still sends", async () => {
    const { client } = await connectThrough();
    client.end("0123456789");
    expect(await received(client)).toBe("0123456789");
  });

  it("passes on that a connection was reset", async () => {
    const { client, behind } = await connectThrough();
    const socket = await behind;
    client.resetAndDestroy();
    await closed(socket);
    expect(socket.errored).toMatchObject({ code: "ECONNRESET" });
  });

  it.each(["dialling", "listening"] as const)("cuts at the byte that is named, %s", async (from) => {
    const { client, proxy } = await connectThrough({ fault: "cut", from, afterBytes: 4 });
    client.write("0123456789");
    // What was on its way when the connections were reset may be lost.
    expect("0123".startsWith(await received(client))).toBe(true);
    expect(proxy.bytes[from]).toBe(4);
  });

  it("half-closes after whole bytes", async () => {
    const { client } = await connectThrough({ fault: "half-close", from: "dialling", afterBytes: 4 });
    client.write("0123456789");
    expect(await received(client)).toBe("0123");
  });

  it("leaves a connection half-open: one end is reset, and the other never learns it", async () => {
    const { client, behind } = await connectThrough({ fault: "half-open", from: "dialling", afterBytes: 4 });
    const socket = await behind;
    client.write("0123456789");
    await closed(client);
    socket.write("into the void");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([client.errored !== null, socket.destroyed, socket.readableEnded]).toEqual([true, false, false]);
  });

  it("damages one byte", async () => {
    const { client } = await connectThrough({ fault: "damage", from: "listening", afterBytes: 3 });
    client.write("0123456789");
    expect(await received(client, 10)).toBe("0122456789");
  });

  it("damages the next byte of a connection that has already passed more", async () => {
    const { client, proxy } = await connectThrough();
    client.write("0123");
    await received(client, 4);
    proxy.plan({ fault: "damage", from: "dialling", afterBytes: 0 });
    client.write("4567");
    expect(await received(client, 4)).toBe("5567");
  });

  it("swallows one direction, from the byte that is named", async () => {
    const { client, proxy } = await connectThrough({ fault: "swallow", from: "dialling", afterBytes: 4 });
    client.write("0123456789");
    expect(await received(client, 4)).toBe("0123");
    await expect.poll(() => proxy.bytes).toEqual({ dialling: 10, listening: 4 });
  });

  it.each(["silence", "stop-reading"] as const)(
    "passes nothing after the byte at which %s begins",
    async (fault) => {
      const { client, proxy } = await connectThrough({ fault, from: "dialling", afterBytes: 4 });
      client.write("0123456789");
      await expect.poll(() => proxy.bytes.dialling).toBe(4);
      const all = received(client, 10);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(proxy.bytes.dialling).toBe(4);
      proxy.heal();
      expect(await all).toBe("0123456789");
    },
  );

  it("is silent until it heals, also for connections that come meanwhile", async () => {
    const { client, proxy } = await connectThrough();
    proxy.now("silence", "dialling");
    client.write("23");
    const late = connect(proxy.port, proxy.host);
    onTestFinished(() => void late.destroy());
    late.write("45");
    await expect.poll(() => proxy.connections).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(proxy.bytes.dialling).toBe(0);
    proxy.heal();
    expect(await Promise.all([received(client, 2), received(late, 2)])).toEqual(["23", "45"]);
  });

  it.each(["silence", "half-open"] as const)(
    "does not tell during %s that an end has closed",
    async (fault) => {
      const { client, proxy, behind } = await connectThrough();
      const socket = await behind;
      proxy.now(fault, "dialling");
      client.destroy();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([socket.destroyed, socket.readableEnded]).toEqual([false, false]);
    },
  );

  it.each(["slow", "byte-by-byte"] as const)("passes all bytes on: %s", async (fault) => {
    const { client, proxy } = await connectThrough();
    proxy.now(fault, "dialling");
    const text = "0123456789".repeat(fault === "slow" ? 10_000 : 20);
    client.write(text);
    expect(await received(client, text.length)).toBe(text);
  });

  it("does not read faster than the other end does", async () => {
    const { client, proxy } = await connectThrough();
    proxy.now("stop-reading", "listening");
    const block = Buffer.alloc(1_000_000);
    let drained = 0;
    client.on("drain", () => drained++);
    for (let sent = 0; sent < 64; sent++) client.write(block);
    await expect.poll(() => proxy.bytes.dialling).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(proxy.bytes.dialling).toBeLessThan(64 * block.byteLength);
    expect(drained).toBe(0);
  });
});
