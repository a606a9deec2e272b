import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FaultProxy, type PlannedFault, startFaultProxy } from "./fault-proxy.js";

/** An echo server behind a proxy, and a client of the proxy. */
async function connectThrough(...faults: PlannedFault[]): Promise<{ proxy: FaultProxy; client: Socket }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy = await startFaultProxy({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  for (const fault of faults) proxy.plan(fault);
  const client = connect(proxy.port, proxy.host);
  client.on("error", () => {});
  await once(client, "connect");
  onTestFinished(async () => {
    client.destroy();
    await proxy.close();
    server.close();
  });
  return { proxy, client };
}

/** What a client gets until it has this many bytes, or until its connection has closed. */
function received(client: Socket, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  let text = "";
  return new Promise((resolve) => {
    client.on("close", () => resolve(text));
    client.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.length >= bytes) resolve(text);
    });
  });
}

describe("the proxy", () => {
  it("passes all bytes on, and counts them", async () => {
    const { proxy, client } = await connectThrough();
    client.write("0123456789");
    expect(await received(client, 10)).toBe("0123456789");
    expect(proxy.bytes).toEqual({ dialling: 10, listening: 10 });
  });

  it.each(["dialling", "listening"] as const)("cuts at the byte that is named, %s", async (from) => {
    const { client } = await connectThrough({ fault: "cut", from, afterBytes: 4 });
    client.write("0123456789");
    // What was on its way when the connections were reset may be lost.
    expect("0123".startsWith(await received(client))).toBe(true);
  });

  it("half-closes after whole bytes", async () => {
    const { client } = await connectThrough({ fault: "half-close", from: "dialling", afterBytes: 4 });
    client.write("0123456789");
    expect(await received(client)).toBe("0123");
  });

  it("damages one byte", async () => {
    const { client } = await connectThrough({ fault: "damage", from: "listening", afterBytes: 3 });
    client.write("0123456789");
    expect(await received(client, 10)).toBe("0122456789");
  });

  it("swallows one direction, from the byte that is named", async () => {
    const { client, proxy } = await connectThrough({ fault: "swallow", from: "dialling", afterBytes: 4 });
    client.write("0123456789");
    expect(await received(client, 4)).toBe("0123");
    await expect.poll(() => proxy.bytes).toEqual({ dialling: 10, listening: 4 });
  });

  it("is silent until it heals, and then passes on what was sent", async () => {
    const { client, proxy } = await connectThrough();
    client.write("01");
    expect(await received(client, 2)).toBe("01");
    proxy.now("silence", "dialling");
    client.write("23");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(proxy.bytes.dialling).toBe(2);
    proxy.heal();
    expect(await received(client, 2)).toBe("23");
  });
});
