// A receiver server against clients that mean it harm, over real sockets.
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import type { ReceiverServer } from "../options/serve-options.js";
import { connectReceiver } from "./connect-receiver.js";
import { sessionRequest } from "./identity.js";
import type { ReceiverConnection } from "./receiver-connection.js";
import { serveReceivers } from "./serve-receivers.js";

const token = "secret";
const authorization = `Bearer ${token}`;
const MANY = 300;

let server: ReceiverServer;
let authorised: ReceiverConnection;
const sockets: Socket[] = [];

beforeEach(async () => {
  server = await serveReceivers({ adapters: [chaos()], token });
  authorised = connectReceiver({ url: server.url, token, tls: null });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await authorised.disconnect();
  await server.close();
});

/** Connects, and writes the beginning of a request. */
async function stranger(begins = ""): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connectTcp(Number(port), hostname);
  sockets.push(socket.on("error", () => {}).resume());
  await once(socket, "connect");
  socket.write(begins);
  return socket;
}
const open = () => sockets.filter(({ destroyed }) => !destroyed).length;

const copied = { kind: "bytes", from: null, payloads: [new Uint8Array(5)] } as const;
const generated = { kind: "zero", sizeBytes: 1, distinct: 1, seed: 1 } as const;
const request = sessionRequest(chaos(), { maxPayloadBytes: 1_000, payloads: [generated, copied] });

describe("connections without the token", () => {
  it.each([
    ["send nothing", ""],
    ["send a request that never ends", "POST /v1/identify HTTP/1.1\r\nhost: x\r\n"],
    ["ask for health", "GET /health HTTP/1.1\r\nhost: x\r\n\r\n"],
    [
      "have another token",
      "POST /v1/openSession HTTP/1.1\r\nhost: x\r\nauthorization: Bearer x\r\ncontent-length: 9\r\n\r\n",
    ],
  ])("that %s are limited, and keep no sender out", async (_, begins) => {
    for (let index = 0; index < MANY; index++) await stranger(begins);
    await expect.poll(open).toBeLessThanOrEqual(64);
    const { session } = await authorised.control.openSession(request);
    for (let index = 0; index < MANY; index++) await stranger(begins);
    expect((await authorised.control.collect({ session })).phase).toBeNull();
    await authorised.control.closeSession({ session });
  });

  it("are closed when their token is wrong, whatever they send", async () => {
    const socket = await stranger(
      "POST /v1/setReferences HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const flood = setInterval(() => socket.write(chunk), 1);
    await once(socket, "close").finally(() => clearInterval(flood));
    expect(await authorised.control.identify({})).toBeDefined();
  });
});

describe("a stranger", () => {
  const get = "GET /health HTTP/1.1\r\nhost: x\r\n\r\n";
  const body = "content-length: 1000000\r\n\r\nx";

  it.each([
    ["a second request before it has the answer to the first", get.repeat(100), "HTTP/1.1 200 OK"],
    ["a body that nobody asked for", `GET /health HTTP/1.1\r\nhost: x\r\n${body}`, "HTTP/1.1 200 OK"],
    ["a body to nowhere", `POST /nothing HTTP/1.1\r\nhost: x\r\n${body}`, "HTTP/1.1 404 Not Found"],
  ])("is sent away for %s", async (_, begins, answer) => {
    const socket = await stranger(begins);
    let answers = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      answers += text;
    });
    await once(socket, "close");
    // When it is closed, the answer may not have left yet.
    expect(answers.match(/^HTTP.*$/gm)?.map((line) => line.trim()) ?? [answer]).toEqual([answer]);
  });

  it("may ask again when it has its answer", async () => {
    const socket = await stranger(get);
    const [first] = await once(socket, "data");
    socket.write(get);
    const [second] = await once(socket, "data");
    expect([first, second].map((bytes) => String(bytes).split("\r\n")[0])).toEqual(
      Array(2).fill("HTTP/1.1 200 OK"),
    );
  });
});

describe("a sender with the token", () => {
  const query = (session: string, more: object = {}) =>
    `/v1/setReferences?argument=${encodeURIComponent(JSON.stringify({ session, source: 1, index: 0, ...more }))}`;

  /** Sends only the head of a request with a body. Resolves with the status. */
  const head = (path: string, contentLength: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(server.url + path, {
        method: "POST",
        headers: { authorization, "content-length": contentLength },
      });
      sent.on("response", (response) => {
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on("error", reject);
      sent.flushHeaders();
    });

  it("copies no more than a session may have, and is refused before it sends it", async () => {
    const { session } = await authorised.control.openSession(request);
    expect(await head(query(session), 2 ** 30 + 1)).toBe(413);
    expect(await head(query("unknown"), 5)).toBe(404);
    const large = { session, source: 1, index: 0, sizes: null, payload: new Uint8Array(1_001) };
    await expect(authorised.control.setReferences(large)).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await authorised.control.closeSession({ session });
    const none = await authorised.control.openSession({ ...request, payloads: [generated] });
    expect(await head(query(none.session), 1)).toBe(413);
  });

  it("copies payloads with one call at a time", async () => {
    const { session } = await authorised.control.openSession(request);
    const slow = httpRequest(server.url + query(session), {
      method: "POST",
      headers: { authorization, "content-length": 5 },
    });
    slow.on("error", () => {});
    slow.write("abc");
    await expect.poll(() => head(query(session), 5).catch(() => undefined)).toBe(409);
    slow.end("de");
    const [response] = await once(slow, "response");
    expect(response.statusCode).toBe(200);
    response.resume();
  });

  it.each<[string, object]>([
    [
      "payloads that together are too large",
      { payloads: Array(3).fill({ ...generated, sizeBytes: 2 ** 29 }) },
    ],
    ["too many payloads", { payloads: Array(3).fill({ ...generated, distinct: 1_000_000 }) }],
  ])("gets no session for %s", async (_, change) => {
    const opening = authorised.control.openSession({ ...request, ...change });
    await expect(opening).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await authorised.control.openSession(request);
  });

  it("gets no session for options that are too deep", async () => {
    const { local: _, ...adapter } = request.adapter;
    // JSON.stringify would overflow the stack.
    const deep = `${'{"x":'.repeat(5_000)}1${"}".repeat(5_000)}`;
    const body = JSON.stringify({ ...request, adapter: { ...adapter, options: "here" } }).replace(
      '"here"',
      deep,
    );
    const opening = await fetch(`${server.url}/v1/openSession`, {
      method: "POST",
      headers: { authorization },
      body,
    });
    expect(opening.status).toBe(400);
    expect(await opening.json()).toMatchObject({ error: { code: "INVALID_OPTION" } });
    await authorised.control.openSession(request);
  });
});
