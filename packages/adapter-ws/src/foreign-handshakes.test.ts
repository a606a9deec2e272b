// Handshakes with foreign ends: what they may write instead of a right one, while another link goes on.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Ends, openEnds } from "../../core/src/testing/ends.js";
import { exchange } from "../../core/src/testing/exchange-frames.js";
import type { OpenLink } from "../../core/src/testing/open-link.js";
import { ws } from "./adapter.js";
import { frameBytes, OPCODE } from "./fixtures/frames.js";
import { answerHead, rawServer, requestHead } from "./fixtures/raw-peer.js";

let ends: Ends;
let honest: OpenLink;
const sockets: Socket[] = [];
beforeAll(async () => {
  ends = await openEnds(ws());
  honest = await ends.connect();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await exchange([honest], [100], "beside a foreign end");
});
afterAll(() => ends.close());

/** Writes bytes to a listening end. Resolves with the first line of its answer, or undefined if it closes without one. */
async function answerTo(
  bytes: string | Uint8Array,
  url: string = ends.endpoint.url,
): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname });
  sockets.push(socket.on("error", () => {}));
  socket.write(bytes);
  const [chunk] = await Promise.race([once(socket, "data"), once(socket, "close")]);
  return Buffer.isBuffer(chunk) ? chunk.toString("latin1").split("\r\n")[0] : undefined;
}
const statusOf = async (bytes: string | Uint8Array) => (await answerTo(bytes))?.split(" ")[1];

const right = requestHead();
const message = frameBytes({ opcode: OPCODE.binary, payload: "with the handshake" }, true);
const wrong = frameBytes({ opcode: 3, rsv: 7, payload: "wrong" }, true);

describe("the listening end", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["no key", right.replace(/Sec-WebSocket-Key.*\r\n/, ""), "400"],
    ["a key that is too short", right.replace(/(Sec-WebSocket-Key: ).*\r\n/, "$1abc=\r\n"), "400"],
    ["an old version", right.replace("Version: 13", "Version: 7"), "400"],
    ["another method", right.replace("GET", "POST"), "405"],
    ["another protocol to upgrade to", right.replace("websocket", "h2c"), "400"],
    ["no upgrade", right.replace(/(Connection|Upgrade): .*\r\n/g, ""), "426"],
    ["an extension that cannot be", requestHead({ more: ["Sec-WebSocket-Extensions: a; b=\u0001"] }), "400"],
    ["too many headers", requestHead({ more: Array(2_000).fill("X-Filler: 0123456789") }), "431"],
    ["a path that climbs", requestHead({ path: "/../../etc/passwd" }), "404"],
    ["what is not HTTP", Buffer.alloc(100, 0xff), "400"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"],
    ["TLS", Buffer.of(22, 3, 1, 0, 5, 1, 0, 0, 1, 0), "400"],
  ])("refuses %s", async (_, bytes, status) => {
    const links = ends.accepted.length;
    expect(await statusOf(bytes)).toBe(status);
    expect(ends.accepted).toHaveLength(links);
  });

  it("delivers a message that came with the handshake", async () => {
    const links = ends.accepted.length;
    expect(await statusOf(Buffer.concat([Buffer.from(right), message]))).toBe("101");
    await expect.poll(() => ends.accepted[links]?.came.map(String)).toEqual(["with the handshake"]);
  });

  it("delivers no message of a handshake that it refuses", async () => {
    const links = ends.accepted.length;
    const stranger = right.replace(/wireduel-secret\.[\w-]{4}/, "wireduel-secret.AAAA");
    expect(await statusOf(Buffer.concat([Buffer.from(stranger), message]))).toBe("401");
    expect(ends.accepted).toHaveLength(links);
  });

  it("survives a wrong frame that came with a handshake for one link too many", async () => {
    const { protocol, options } = ws();
    const listener = await protocol.listen?.(
      {
        role: "receiver",
        codec: { name: "raw", text: false },
        limits: { maxFrameBytes: 100 },
        secret: "",
        signal: new AbortController().signal,
        host: "127.0.0.1",
        port: 0,
        admits: () => true,
        accept: () => false,
        onError() {},
      },
      options,
    );
    const url = listener?.endpoint.url ?? "";
    for (let index = 0; index < 10; index++) await answerTo(Buffer.concat([Buffer.from(right), wrong]), url);
    // The error would come in a later turn, and end the process.
    expect(await answerTo(right, url)).toBeDefined();
    await listener?.close();
  });
});

describe("the dialling end", () => {
  const withLine = (line: string) => (request: string) =>
    answerHead(request, ["Sec-WebSocket-Protocol: wireduel.raw", line]);
  const status = (line: string) => () => `HTTP/1.1 ${line}\r\nContent-Length: 0\r\n\r\n`;

  it.each<[string, (request: string) => string | Uint8Array]>([
    ["refuses the key", () => answerHead("Sec-WebSocket-Key: other\r\n")],
    ["does not upgrade", status("200 OK")],
    ["refuses", status("401 Unauthorized")],
    ["fails", status("503 Service Unavailable\r\nRetry-After: 0")],
    ["upgrades to another protocol", (request) => answerHead(request).replace("websocket", "h2c")],
    ["names no subprotocol", (request) => answerHead(request, [])],
    [
      "names another codec",
      (request) => answerHead(request, ["Sec-WebSocket-Protocol: wireduel.json-array"]),
    ],
    [
      "names the secret as subprotocol",
      (request) =>
        answerHead(request, [`Sec-WebSocket-Protocol: ${/wireduel-secret\.[\w-]+/.exec(request)}`]),
    ],
    ["uses an extension that nobody offered", withLine("Sec-WebSocket-Extensions: x-mine")],
    [
      "uses windows that cannot be",
      withLine("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99"),
    ],
    ["sends too many headers", withLine(`X-Filler: ${"x".repeat(20_000)}`)],
    ["does not speak HTTP", () => Buffer.alloc(100, 0xff)],
    ["answers twice", (request) => status("200 OK")() + answerHead(request)],
  ])("rejects if the server %s", async (_, answer) => {
    const server = await rawServer(answer);
    const dialled = ends.dialled.length;
    await expect(ends.dial({ url: server.url })).rejects.toThrow();
    expect(ends.dialled).toHaveLength(dialled);
    await server.close();
  });

  it("follows no redirect", async () => {
    const other = await rawServer();
    const server = await rawServer(status(`302 Found\r\nLocation: ${other.url}`));
    await expect(ends.dial({ url: server.url })).rejects.toThrow();
    expect(other.peers).toHaveLength(0);
    await server.close();
    await other.close();
  });

  it("delivers a message that came with the answer", async () => {
    const early = frameBytes({ opcode: OPCODE.binary, payload: "early" }, false);
    const server = await rawServer((request) => Buffer.concat([Buffer.from(answerHead(request)), early]));
    const link = await ends.dial({ url: server.url });
    await expect.poll(() => link.came.map(String)).toEqual(["early"]);
    await server.close();
  });
});
