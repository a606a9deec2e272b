// The dialling end of a push against servers that are not Wireduel's.
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Link, lengthPrefix } from "@wireduel/core/adapter";
import { afterEach, expect, it } from "vitest";
import { http } from "./adapter.js";
import { contextOf, LIMIT } from "./fixtures/foreign-ends.js";

const EVENTS = "text/event-stream";
const FRAMES = 'application/octet-stream; codec="raw"';

let server: Server | undefined;
let link: Link | undefined;
afterEach(async () => {
  await link?.close();
  server?.closeAllConnections();
  server?.close();
  link = undefined;
});

interface Receiver {
  readonly link: Link;
  readonly came: string[];
  readonly bodies: Buffer[];
}

interface Sending {
  readonly codec: "raw" | "json-base64";
  /** Default: 200. */
  readonly status?: number;
  /** Default: that of the codec. */
  readonly type?: string;
  /** Writes the stream. Called when the link is open. */
  readonly write?: (response: ServerResponse) => unknown;
  /** The answer to receipts. Default: 200. */
  readonly answer?: number;
  /** What each frame is replied with. Default: one byte. */
  readonly reply?: Buffer;
  /** Receipts are answered, and forgotten, when this has settled. Default: at once, and they are kept. */
  readonly answerAfter?: Promise<void>;
}

/** Dials a server. */
async function dial(sending: Sending): Promise<Receiver> {
  const { codec, status = 200, type = codec === "raw" ? FRAMES : EVENTS, write, answer = 200 } = sending;
  const { reply = Buffer.from("r"), answerAfter } = sending;
  const bodies: Buffer[] = [];
  let stream: ServerResponse | undefined;
  server = createServer((request, response) => {
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (request.method === "GET") {
      stream = response.on("error", () => {}).writeHead(status, { "content-type": type });
      return stream.flushHeaders();
    }
    if (answerAfter) {
      const respond = () => void response.writeHead(answer, { "content-length": 0 }).end();
      return void request.resume().on("end", () => void answerAfter.then(respond));
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks));
      response.writeHead(answer, { "content-length": 0 }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const adapter = http({ direction: "push", codec });
  const came: string[] = [];
  const context = contextOf(adapter, "receiver", (frame) => {
    came.push(String(frame));
    return [reply];
  });
  const dialled = await adapter.protocol.dial({ url }, context, adapter.options);
  link = dialled;
  write?.(stream as ServerResponse);
  return { link: dialled, came, bodies };
}

it("reads events as the standard says, cut anywhere", async () => {
  const stream = Buffer.from(
    "\uFEFF: comment\r\ndata: one\r\n\r\nevent: other\nid: 7\ndata:two\ndata: naïve 漢字 🦊\n" +
      "retry: 10\nunknown: x\n\n\n\ndata\n\nfoo\n\ndata: last\r\rdata: not whole\n",
  );
  const { came } = await dial({
    codec: "json-base64",
    async write(response) {
      for (const byte of stream) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
    },
  });
  await expect.poll(() => came).toEqual(["one", "two\nnaïve 漢字 🦊", "", "last"]);
});

it("posts the receipts of a turn together, each behind its length", async () => {
  const { came, bodies } = await dial({
    codec: "json-base64",
    write: (response) => response.write("data: 1\n\n".repeat(5)),
  });
  const receipt = Buffer.concat([lengthPrefix(1), Buffer.from("r")]);
  await expect.poll(() => Buffer.concat(bodies)).toEqual(Buffer.concat(Array(5).fill(receipt)));
  expect(came.length).toBe(5);
  expect(bodies.length).toBeLessThan(5);
});

it("reads no more frames while too many receipts are not answered", async () => {
  const frames = 100;
  let written = 0;
  let go = () => {};
  const answerAfter = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { came } = await dial({
    codec: "json-base64",
    reply: Buffer.alloc(2 ** 20),
    answerAfter,
    async write(response) {
      while (written++ < frames) {
        response.write("data: 1\n\n");
        // So that each of them arrives by itself.
        await expect.poll(() => came.length >= Math.min(written, 60)).toBe(true);
      }
    },
  });
  await expect.poll(() => written).toBeGreaterThan(frames);
  // Receipts of 64 MiB, and what arrived together.
  expect(came.length).toBeLessThan(frames - 10);
  go();
  await expect.poll(() => came.length).toBe(frames);
});

const large = Buffer.alloc(LIMIT + 1, "x");

it.each([
  ["raw", Buffer.concat([lengthPrefix(large.length), large])],
  ["json-base64", `data: ${large}\n\n`],
] as const)("closes the link over a frame that is too large: %s", async (codec, bytes) => {
  const { link, came } = await dial({ codec, write: (response) => response.write(bytes) });
  expect(await link.closed).toBeInstanceOf(RangeError);
  expect(came).toEqual([]);
});

it("closes the link over an event that does not end", async () => {
  const { link } = await dial({
    codec: "json-base64",
    write(response) {
      const more = () => void response.write("data: more and more\n", () => setImmediate(more));
      more();
    },
  });
  expect(await link.closed).toBeInstanceOf(RangeError);
});

it("closes the link with an error when receipts are refused", async () => {
  const { link } = await dial({
    codec: "raw",
    write: (response) => response.write(Buffer.concat([lengthPrefix(1), Buffer.from("x")])),
    answer: 500,
  });
  expect(String(await link.closed)).toContain("500");
});

it("closes the link when the stream ends", async () => {
  const { link } = await dial({ codec: "raw", write: (response) => response.end() });
  expect(await link.closed).toBeUndefined();
});

it.each<Sending>([
  { codec: "raw", status: 503 },
  { codec: "json-base64", type: FRAMES },
])("refuses a stream that is not the one it asked for: %j", async (sending) => {
  await expect(dial(sending)).rejects.toThrow();
});
