// Receivers of other libraries in a push, as the README describes them: they read the stream, and post receipts.
import { connect } from "node:http2";
import { codecs, type Link, lengthPrefix } from "@wireduel/core/adapter";
import { afterEach, expect, it } from "vitest";
import { http } from "./adapter.js";
import {
  type Asked,
  ask,
  LIMIT,
  type Listening,
  listening,
  type Reading,
  read,
  SECRET,
} from "./fixtures/foreign-ends.js";

type Given = NonNullable<Parameters<typeof http>[0]>;

const NAMED = { "wireduel-secret": SECRET, "wireduel-link": "mine" };
const RECEIPTS = { ...NAMED, "content-type": "application/octet-stream" };
const frame = Buffer.concat(codecs.raw.encode({ sequence: 7, payload: Buffer.from("hello") }));
const behindLength = (bytes: Uint8Array) => Buffer.concat([lengthPrefix(bytes.byteLength), bytes]);

let open: Listening | undefined;
let reading: Reading | undefined;
afterEach(async () => {
  reading?.stop();
  await open?.listener.close();
  open = undefined;
  reading = undefined;
});

async function send(options: Given = {}): Promise<Listening> {
  open = await listening(http({ direction: "push", ...options }), "sender");
  return open;
}

/** Opens the stream. */
async function receive({
  url,
  links,
}: Listening): Promise<{ readonly stream: Reading; readonly link: Link }> {
  reading = await read(url, NAMED);
  return { stream: reading, link: links[0] as Link };
}

it("gets frames behind their lengths, and posts receipts over another connection", async () => {
  const sender = await send();
  const { stream, link } = await receive(sender);
  link.send([frame.subarray(0, 8), frame.subarray(8)]);
  link.send([frame]);
  await expect
    .poll(stream.text)
    .toBe(Buffer.concat([behindLength(frame), behindLength(frame)]).toString("latin1"));
  expect(stream.type).toBe('application/octet-stream; codec="raw"');
  const body = Buffer.concat([behindLength(Buffer.from("one")), behindLength(Buffer.from("two"))]);
  expect(await ask(sender.url, { body, headers: RECEIPTS })).toEqual([200, ""]);
  expect(await ask(sender.url, { body: behindLength(Buffer.from("three")), headers: RECEIPTS })).toEqual([
    200,
    "",
  ]);
  expect(sender.came.map(String)).toEqual(["one", "two", "three"]);
  expect(sender.listener.describe?.().settings).toMatchObject({
    stream: "length-prefixed frames",
    tcpConnections: 2,
    streams: 1,
    requests: 2,
    receipts: 3,
  });
});

it("gets events where the codec is text", async () => {
  const sender = await send({ codec: "json-base64" });
  const { stream, link } = await receive(sender);
  link.send([Buffer.from("one\n"), Buffer.from("\n two")]);
  link.send([]);
  await expect.poll(stream.text).toBe("data: one\ndata: \ndata:  two\n\ndata: \n\n");
  expect(stream.type).toBe("text/event-stream");
  expect(sender.listener.describe?.().settings).toMatchObject({ stream: "server-sent events" });
});

it("cannot get a carriage return in an event: that frame fails, and the link goes on", async () => {
  const { link, stream } = await receive(await send({ codec: "json-base64" }));
  await expect(link.send([Buffer.from("one\r\ntwo")])).rejects.toThrow("carriage return");
  link.send([Buffer.from("three")]);
  await expect.poll(stream.text).toBe("data: three\n\n");
});

it("closes the link when it goes away", async () => {
  const { link, stream } = await receive(await send());
  stream.stop();
  await link.closed;
});

it("closes the link with a receipt over the limit", async () => {
  const sender = await send();
  const { link } = await receive(sender);
  const [status] = await ask(sender.url, {
    body: behindLength(new Uint8Array(LIMIT + 1)),
    headers: RECEIPTS,
  });
  expect(status).toBe(413);
  expect(await link.closed).toBeInstanceOf(RangeError);
  expect(sender.came).toEqual([]);
});

const body = behindLength(Buffer.from("receipt"));

it.each<[number, Asked]>([
  [401, { method: "GET" }],
  [401, { method: "GET", headers: { "wireduel-secret": "x".repeat(32) } }],
  [401, { method: "HEAD" }],
  [401, { body }],
  [404, { path: "/elsewhere", method: "GET", headers: NAMED }],
  [405, { method: "PUT", headers: NAMED }],
  [409, { method: "GET", headers: NAMED }],
  [409, { body, headers: { ...RECEIPTS, "wireduel-link": "another" } }],
  [409, { body, headers: { ...RECEIPTS, "wireduel-link": [] } }],
  [415, { body, headers: NAMED }],
  [204, { method: "HEAD", headers: NAMED }],
  [204, { method: "OPTIONS", headers: NAMED }],
])("gets %i for %j, which is no receipt and opens no link", async (status, asked) => {
  const sender = await send();
  await receive(sender);
  expect((await ask(sender.url, asked))[0]).toBe(status);
  expect(sender.came).toEqual([]);
  expect(sender.links.length).toBe(1);
  expect(sender.listener.describe?.().settings).toMatchObject({ streams: 1, requests: 0, receipts: 0 });
});

it("does both over one connection of HTTP/2", async () => {
  const { url, links, came, listener } = await send({ version: "2" });
  const session = connect(url);
  const stream = session.request({ "wireduel-secret": SECRET });
  const chunks: Buffer[] = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  await expect.poll(() => links.length).toBe(1);
  links[0]?.send([frame]);
  await expect.poll(() => Buffer.concat(chunks)).toEqual(behindLength(frame));
  const post = session.request({
    ":method": "POST",
    "wireduel-secret": SECRET,
    "content-type": "application/octet-stream",
  });
  post.end(body);
  await expect.poll(() => came.map(String)).toEqual(["receipt"]);
  await expect
    .poll(() => listener.describe?.().settings)
    .toMatchObject({ tcpConnections: 1, requests: 1, receipts: 1 });
  session.destroy();
});
