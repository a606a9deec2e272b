// What a malicious receiver server may make a sender dial.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_VERSION, runBenchmark, WireduelError } from "@wireduel/core";
import { afterEach, describe, expect, it } from "vitest";
import { ws } from "./adapter.js";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** A receiver server whose adapter claims to listen at this URL. */
async function receiverAt(url: (port: number) => string): Promise<string> {
  const clock = { bootId: null, timeNamespace: null, hostname: "other", platform: "linux" };
  const identity = { contract: CONTRACT_VERSION, core: "0", node: "0", flags: [], clock };
  const opened = {
    session: "1",
    secret: "0".repeat(32),
    mutualTls: false,
    libraries: {},
    silenceTimeoutMs: null,
  };
  const server = createHttpServer((request: IncomingMessage, response) => {
    request.resume();
    const { port } = server.address() as AddressInfo;
    if (request.url === "/v1/identify") response.end(JSON.stringify(identity));
    else if (request.url === "/v1/openSession")
      response.end(JSON.stringify({ ...opened, endpoint: { url: url(port) } }));
    else if (request.url === "/v1/stampClock") response.end(JSON.stringify({ receivedAt: 1, sentAt: 1 }));
    else if (request.url?.startsWith("/v1/lease")) response.write("\n");
    else response.end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUp.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function codeOf(url: (port: number) => string): Promise<string> {
  const receiver = { url: await receiverAt(url) };
  const options = { adapters: [ws()], payload: { sizeBytes: 1 }, count: 1, receiver };
  const error = await runBenchmark(options).catch((thrown: unknown) => thrown);
  return error instanceof WireduelError ? error.code : "";
}

describe("a sender", () => {
  it("dials no Unix socket of its own machine for a receiver server", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wireduel-"));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const path = join(folder, "private.sock");
    let connections = 0;
    const other = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    other.listen(path);
    await once(other, "listening");
    cleanUp.push(() => other.close());
    for (const url of [`ws+unix:${path}:/`, `ws+unix://127.0.0.1:80${path}:/`, `unix:${path}`]) {
      expect(await codeOf(() => url), url).toBe("CONNECT_FAILED");
    }
    expect(connections).toBe(0);
  });

  it.each(["wss", "http", "tcp"])("does not use another scheme than its own: %s", async (scheme) => {
    expect(await codeOf((port) => `${scheme}://127.0.0.1:${port}/`)).toBe("CONNECT_FAILED");
  });
});
