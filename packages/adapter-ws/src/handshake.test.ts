import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import type { Link, LinkContext, Listener } from "@wireduel/core/adapter";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { settled } from "../../core/src/fixtures/settled.js";
import { ws } from "./adapter.js";
import { frameBytes, OPCODE } from "./fixtures/frames.js";
import { rawClient } from "./fixtures/raw-peer.js";
import { wsLibrary } from "./library.js";
import type { WsOptions } from "./options.js";

const SECRET = "0123456789abcdefghijABCDEFGHIJ-_";
/** The bytes of their replies are less than 64 MiB. */
const SMALL_MESSAGES = 1_000_000;
const PRESENTED = `wireduel-secret.${SECRET}`;
const running = new AbortController();
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

function contextOf(
  role: LinkContext["role"],
  codec = { name: "raw", text: false },
  onFrame: LinkContext["onFrame"] = () => undefined,
): LinkContext {
  return { role, codec, limits: { maxFrameBytes: 1e6 }, secret: SECRET, signal: running.signal, onFrame };
}

async function listen(given: Partial<WsOptions>, context: LinkContext): Promise<Listener> {
  const { protocol, options } = ws(given);
  const where = { host: "127.0.0.1", port: 0 };
  const accept = (open: (context: LinkContext) => Link) => open(context) !== undefined;
  const admits = (secret: string | undefined) => secret === SECRET;
  const listener = await protocol.listen?.({ ...context, ...where, accept, admits, onError() {} }, options);
  if (listener === undefined) throw new Error("ws cannot listen");
  cleanUp.push(() => listener.close());
  return listener;
}

async function dial(given: Partial<WsOptions>, url: string, context: LinkContext): Promise<Link> {
  const { protocol, options } = ws(given);
  const link = await protocol.dial({ url }, context, options);
  cleanUp.push(() => link.close());
  return link;
}

/** The HTTP status of a refused WebSocket handshake. */
async function refusal(url: string, ...subprotocols: string[]): Promise<number | undefined> {
  const socket = new WebSocket(url, subprotocols);
  socket.on("error", () => {});
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  return response.statusCode;
}

describe("path", () => {
  it.each(["frames", "/a b", "/a?b", "/ä", "/a/../b", "/."])("refuses %j", (path) => {
    expect(() => ws({ path })).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it.each(["/", "/frames", "/v1.2/a-b_c~d/"])("accepts %j", (path) => {
    expect(ws({ path }).options.path).toBe(path);
  });
});

describe("the listening end", () => {
  it("negotiates the codec as subprotocol, and refuses another codec or path", async () => {
    const { url } = (await listen({ path: "/frames" }, contextOf("receiver"))).endpoint;
    const socket = new WebSocket(url, [PRESENTED, "wireduel.raw"]);
    await once(socket, "open");
    expect(socket.protocol).toBe("wireduel.raw");
    socket.terminate();
    expect(await refusal(url, PRESENTED, "wireduel.json-array")).toBe(400);
    expect(await refusal(url.replace("/frames", "/other"), PRESENTED, "wireduel.raw")).toBe(404);
  });

  it("refuses who does not know the secret", async () => {
    const { url } = (await listen({}, contextOf("receiver"))).endpoint;
    expect(await refusal(url, "wireduel.raw")).toBe(401);
    for (const other of ["", SECRET.slice(1), SECRET.toLowerCase(), "__proto__"]) {
      expect(await refusal(url, "wireduel.raw", `wireduel-secret.${other}`)).toBe(401);
    }
  });

  it("reads no more messages while replies are not read", async () => {
    const reply = new Uint8Array(2 ** 20);
    let frames = 0;
    const context = contextOf("receiver", undefined, () => {
      frames++;
      return [reply];
    });
    const { url } = (await listen({}, context)).endpoint;
    const socket = new WebSocket(url, ["wireduel.raw", PRESENTED], { maxPayload: 0 });
    await once(socket, "open");
    socket.pause();
    // Not in one chunk: what has arrived is delivered.
    for (let sent = 0; sent < 1_000; sent++) {
      socket.send("x");
      if (sent % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await expect.poll(() => frames).toBeGreaterThan(60);
    await settled(() => frames);
    expect(frames).toBeLessThan(500);
    let replies = 0;
    socket.on("message", () => replies++);
    socket.resume();
    // A gigabyte takes long on a busy machine.
    await expect.poll(() => replies, { timeout: 100_000 }).toBe(1_000);
    socket.terminate();
  });

  it("counts what small replies take beside their bytes", async () => {
    let frames = 0;
    const context = contextOf("receiver", undefined, () => {
      frames++;
      return [Buffer.alloc(20)];
    });
    const { url } = (await listen({}, context)).endpoint;
    const { socket } = await rawClient(url, { secret: SECRET });
    socket.pause();
    const message = frameBytes({ opcode: OPCODE.binary, payload: "x" }, true);
    const many = Buffer.concat(Array(10_000).fill(message));
    for (let sent = 0; sent < SMALL_MESSAGES; sent += 10_000) {
      socket.write(many);
      await new Promise(setImmediate);
    }
    await expect.poll(() => frames).toBeGreaterThan(0);
    await settled(() => frames);
    // The system's buffers have some of them, too.
    expect(frames).toBeLessThan(SMALL_MESSAGES * 0.7);
    socket.destroy();
  });

  it("closes even if a refused client keeps its side open", async () => {
    const listener = await listen({}, contextOf("receiver"));
    const { port } = new URL(listener.endpoint.url);
    const client = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
    client.on("error", () => {});
    client.write("GET /nope HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = await once(client, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404/);
    await listener.close();
    client.destroy();
  });

  it("answers a plain HTTP request with 426 Upgrade Required", async () => {
    const { url } = (await listen({}, contextOf("receiver"))).endpoint;
    const asked = request(url.replace("ws:", "http:")).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    expect(response.statusCode).toBe(426);
    response.resume();
    // Others that come with it are not answered.
    const client = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("latin1");
    client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
    let answers = "";
    client.on("data", (text: string) => {
      answers += text;
    });
    client.on("error", () => {});
    await once(client, "close");
    expect(answers.split("HTTP/1.1 426").length - 1).toBeLessThanOrEqual(1);
  });
});

/** Dials a plain WebSocket server and sends `frame`. Returns what the server received and the first wire bytes. */
async function received(
  options: Partial<WsOptions>,
  codec: { name: string; text: boolean },
  frame: Uint8Array,
) {
  const http = createServer();
  const server = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  cleanUp.push(
    () => http.closeAllConnections(),
    () => http.close(),
    () => server.close(),
  );
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const message = new Promise<{ data: Buffer; isBinary: boolean; wire: Buffer }>((resolve) => {
    server.on("connection", (socket, { socket: tcp }) => {
      const wire: Buffer[] = [];
      // Runs before ws, which unmasks in place.
      tcp.prependListener("data", (chunk) => wire.push(Buffer.from(chunk)));
      socket.on("message", (data: Buffer, isBinary) =>
        resolve({ data, isBinary, wire: Buffer.concat(wire) }),
      );
    });
  });
  const { port } = http.address() as { port: number };
  const link = await dial(options, `ws://127.0.0.1:${port}/`, contextOf("sender", codec));
  await link.send([frame]);
  return { ...(await message), description: link.describe?.() };
}

describe("the dialling end", () => {
  const bytes = Buffer.from("0123456789");

  it("sends a text or binary message, depending on the codec", async () => {
    const text = await received({}, { name: "json-array", text: true }, bytes);
    expect(text).toMatchObject({
      isBinary: false,
      description: { settings: { subprotocol: "wireduel.json-array" } },
    });
    expect((await received({}, { name: "raw", text: false }, bytes)).isBinary).toBe(true);
  });

  it("masks with a random key by default, and reports the mask code", async () => {
    const { wire, data, description } = await received({}, { name: "raw", text: false }, bytes);
    expect(data.toString()).toBe(bytes.toString());
    expect(wire[1]).toBe(0x80 | bytes.length); // RFC 6455, section 5.2: the mask bit, and the length
    expect(wire.subarray(2, 6).equals(Buffer.alloc(4))).toBe(false);
    expect(description?.settings?.mask).toBe(wsLibrary(false).maskCode);
    expect(description?.notes).toHaveLength(1);
  });

  it("masks with zeros on request: the mask bit is set, the bytes are unchanged", async () => {
    const { wire, data, description } = await received({ mask: "zero" }, { name: "raw", text: false }, bytes);
    expect(data.toString()).toBe(bytes.toString());
    expect(wire[1]).toBe(0x80 | bytes.length);
    expect(wire.subarray(2, 6).equals(Buffer.alloc(4))).toBe(true);
    expect(wire.subarray(6).equals(bytes)).toBe(true);
    expect(description?.settings).toEqual({ mask: "zero", extensions: "", subprotocol: "wireduel.raw" });
    expect(description?.notes).toHaveLength(1);
  });

  it("compresses if both ends have the option, and reports it", async () => {
    const { url } = (await listen({ perMessageDeflate: true }, contextOf("receiver"))).endpoint;
    const link = await dial({ perMessageDeflate: true }, url, contextOf("sender"));
    expect(link.describe?.().settings?.extensions).toBe("permessage-deflate");
  });
});
