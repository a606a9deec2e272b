// What a malicious receiver server may make a sender dial.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type ListenOptions } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBenchmark, WireduelError } from "@wireduel/core";
import { afterEach, describe, expect, it } from "vitest";
import { samples } from "../../core/src/control/fixtures/call-samples.js";
import { maliciousReceiver } from "../../core/src/control/fixtures/malicious-receiver.js";
import { ws } from "./adapter.js";

const otherMachine = { bootId: null, timeNamespace: null, hostname: "other", platform: "linux" };
const opened = { ...samples.openSession.answer, mutualTls: false };

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** The code with which a run fails, if the adapter of its receiver server claims to listen at this URL. */
async function codeOf(url: string): Promise<string> {
  const receiver = await maliciousReceiver({
    identify: () => ({ ...samples.identify.answer, clock: otherMachine }),
    openSession: () => ({ ...opened, endpoint: { url } }),
    lease: (response) => void response.write("\n"),
  });
  cleanUp.push(() => receiver.close());
  const options = { adapters: [ws()], payload: { sizeBytes: 1 }, count: 1, receiver: { url: receiver.url } };
  const error = await runBenchmark(options).catch((thrown: unknown) => thrown);
  return error instanceof WireduelError ? error.code : "";
}

/** A server that the sender must not dial. It closes each connection. */
async function otherServer(where: ListenOptions) {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  server.listen(where);
  await once(server, "listening");
  cleanUp.push(() => server.close());
  return { server, connections: () => connections };
}

describe("a sender", () => {
  it("dials no Unix socket of its own machine for a receiver server", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wireduel-"));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const path = join(folder, "private.sock");
    const { connections } = await otherServer({ path });
    for (const url of [`ws+unix:${path}:/`, `ws+unix://127.0.0.1:80${path}:/`, `unix:${path}`]) {
      expect(await codeOf(url), url).toBe("CONNECT_FAILED");
    }
    expect(connections()).toBe(0);
  });

  it.each([
    ["ws", 1],
    ["wss", 0],
    ["http", 0],
    ["tcp", 0],
  ])("dials only its own scheme: %s", async (scheme, dialled) => {
    const { server, connections } = await otherServer({ host: "127.0.0.1", port: 0 });
    const { port } = server.address() as AddressInfo;
    expect(await codeOf(`${scheme}://127.0.0.1:${port}/`)).toBe("CONNECT_FAILED");
    expect(connections()).toBe(dialled);
  });
});
