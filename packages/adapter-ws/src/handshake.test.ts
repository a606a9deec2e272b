import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import type { LinkContext } from "@wireduel/core";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { ws } from "./adapter.js";
import { wsLibrary } from "./library.js";
import type { WsOptions } from "./options.js";

const life = new AbortController();
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

function contextOf(
  role: LinkContext["role"],
  codec = { name: "raw", text: false },
  onFrame: LinkContext["onFrame"] = () => undefined,
): LinkContext {
  return { role, codec, limits: { maxFrameBytes: 1e6 }, signal: life.signal, onFrame };
}

async function listen(options: Partial<WsOptions>, context: LinkContext): Promise<string> {
  const listener = await ws(options).listen({
    ...context,
    host: "127.0.0.1",
    port: 0,
    onLink() {},
    onError() {},
  });
  cleanUp.push(() => listener.close());
  return listener.endpoint.url;
}

/** The status with which a WebSocket handshake was refused. */
async function refusal(url: string, subprotocol: string): Promise<number | undefined> {
  const socket = new WebSocket(url, subprotocol);
  socket.on("error", () => {});
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  return response.statusCode;
}

describe("path", () => {
  it.each(["frames", "/a b", "/a?b", "/ä", "/a/../b", "/."])("refuses %j", (path) => {
    expect(() => ws({ path })).toThrow(/Expected `ws\.path` to be a path/);
  });

  it.each(["/", "/frames", "/v1.2/a-b_c~d/"])("takes %j", (path) => {
    expect(ws({ path }).options.path).toBe(path);
  });
});

describe("the listening end", () => {
  it("agrees on the codec as subprotocol, and refuses another codec or path", async () => {
    const url = await listen({ path: "/frames" }, contextOf("receiver"));
    const socket = new WebSocket(url, "wireduel.raw");
    await once(socket, "open");
    expect(socket.protocol).toBe("wireduel.raw");
    socket.terminate();
    expect(await refusal(url, "wireduel.json-array")).toBe(400);
    expect(await refusal(url.replace("/frames", "/other"), "wireduel.raw")).toBe(404);
  });

  it("closes, though a stranger whom it refused keeps its half open", async () => {
    const listener = await ws().listen({
      ...contextOf("receiver"),
      host: "127.0.0.1",
      port: 0,
      onLink() {},
      onError() {},
    });
    const { port } = new URL(listener.endpoint.url);
    const stranger = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
    stranger.on("error", () => {});
    stranger.write("GET /nope HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = await once(stranger, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404/);
    await listener.close();
    stranger.destroy();
  });

  it("tells a browser that came by mistake what this port is for", async () => {
    const url = await listen({}, contextOf("receiver"));
    const asked = request(url.replace("ws:", "http:")).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    expect(response.statusCode).toBe(426);
    response.resume();
  });
});

/** What a plain WebSocket server gets from a dialling sender that sends `frame`, and the first bytes on the wire. */
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
      // Before ws, which unmasks in place.
      tcp.prependListener("data", (chunk) => wire.push(Buffer.from(chunk)));
      socket.on("message", (data: Buffer, isBinary) =>
        resolve({ data, isBinary, wire: Buffer.concat(wire) }),
      );
    });
  });
  const { port } = http.address() as { port: number };
  const link = await ws(options).dial({ url: `ws://127.0.0.1:${port}/` }, contextOf("sender", codec));
  cleanUp.push(() => link.close());
  await link.send([frame]);
  return { ...(await message), description: link.describe?.() };
}

describe("the dialling end", () => {
  const bytes = Buffer.from("0123456789");

  it("sends text as text and bytes as bytes, as the codec says", async () => {
    const text = await received({}, { name: "json-array", text: true }, bytes);
    expect(text).toMatchObject({
      isBinary: false,
      description: { settings: { subprotocol: "wireduel.json-array" } },
    });
    expect((await received({}, { name: "raw", text: false }, bytes)).isBinary).toBe(true);
  });

  it("masks with a random key by default, and says by which code", async () => {
    const { wire, data, description } = await received({}, { name: "raw", text: false }, bytes);
    expect(data.toString()).toBe(bytes.toString());
    expect(wire[1]).toBe(0x80 | bytes.length); // RFC 6455, section 5.2: the mask bit, and the length
    expect(wire.subarray(2, 6).equals(Buffer.alloc(4))).toBe(false);
    expect(description?.settings?.mask).toBe(wsLibrary(false).maskCode);
    expect(description?.notes ?? []).toEqual(
      wsLibrary(false).maskCode === "javascript" ? ["ws masks in JavaScript on this Node"] : [],
    );
  });

  it("masks with zeros on request: the bit is set, the bytes are as they were", async () => {
    const { wire, data, description } = await received({ mask: "zero" }, { name: "raw", text: false }, bytes);
    expect(data.toString()).toBe(bytes.toString());
    expect(wire[1]).toBe(0x80 | bytes.length);
    expect(wire.subarray(2, 6).equals(Buffer.alloc(4))).toBe(true);
    expect(wire.subarray(6).equals(bytes)).toBe(true);
    expect(description).toEqual({ settings: { mask: "zero", extensions: "", subprotocol: "wireduel.raw" } });
  });

  it("compresses where both ends are told to, and says so", async () => {
    const context = contextOf("receiver");
    const url = await listen({ perMessageDeflate: true }, context);
    const link = await ws({ perMessageDeflate: true }).dial({ url }, contextOf("sender"));
    cleanUp.push(() => link.close());
    expect(link.describe?.().settings?.extensions).toBe("permessage-deflate");
  });
});
