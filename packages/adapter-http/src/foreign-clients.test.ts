// Clients of other libraries that post frames, as the README describes them.
import { Agent } from "node:http";
import { connect } from "node:http2";
import { codecs } from "@wireduel/core/adapter";
import { afterEach, describe, expect, it } from "vitest";
import { http } from "./adapter.js";
import { type Asked, ask, LIMIT, type Listening, listening, SECRET } from "./fixtures/foreign-ends.js";

type Given = NonNullable<Parameters<typeof http>[0]>;

const HEADERS = { "wireduel-secret": SECRET, "content-type": "application/octet-stream" };
const RECEIPT = Buffer.from("receipt");

let open: Listening | undefined;
afterEach(async () => {
  await open?.listener.close();
  open = undefined;
});

async function receive(options: Given = {}): Promise<Listening> {
  open = await listening(http(options), "receiver", [RECEIPT]);
  return open;
}

const frame = Buffer.concat(codecs.raw.encode({ sequence: 7, payload: Buffer.from("hello") }));

describe("a client of node:http", () => {
  it("posts a frame and gets the receipt", async () => {
    const { url, came } = await receive();
    expect(await ask(url, { body: frame, headers: HEADERS })).toEqual([200, "receipt"]);
    expect(codecs.raw.decode(came[0] as Uint8Array)).toMatchObject({ sequence: 7 });
  });

  it("shows in the result as one that dials for each payload, or as one that does not", async () => {
    const { url, links, listener } = await receive();
    const post = (agent: Agent) => ask(url, { body: frame, headers: HEADERS, agent });
    for (let times = 0; times < 3; times++) await post(new Agent());
    expect(listener.describe?.().settings).toMatchObject({ tcpConnections: 3, requests: 3 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let times = 0; times < 3; times++) await post(agent);
    expect(listener.describe?.().settings).toMatchObject({ tcpConnections: 4, requests: 6 });
    expect(links.length).toBe(4);
    agent.destroy();
  });

  it.each<[number, Asked]>([
    [401, { headers: { "content-type": "application/octet-stream" } }],
    [401, { headers: { ...HEADERS, "wireduel-secret": "x".repeat(32) } }],
    [404, { path: "/elsewhere" }],
    [405, { method: "PUT" }],
    [413, { body: new Uint8Array(LIMIT + 1) }],
    [415, { headers: { "wireduel-secret": SECRET } }],
    [415, { headers: { ...HEADERS, "content-type": 'application/octet-stream; codec="other"' } }],
    [204, { method: "GET" }],
    [204, { method: "HEAD" }],
    [204, { method: "OPTIONS" }],
  ])("gets %i for %j, which is no payload", async (status, asked) => {
    const { url, came, listener } = await receive();
    const body = asked.method === undefined ? { body: frame } : {};
    expect((await ask(url, { headers: HEADERS, ...body, ...asked }))[0]).toBe(status);
    expect(came).toEqual([]);
    expect(listener.describe?.().settings).toMatchObject({ requests: 0 });
  });

  it("says the content type of a text codec", async () => {
    const { url, came } = await receive({ codec: "json-base64" });
    const headers = { ...HEADERS, "content-type": "application/json; charset=utf-8" };
    expect((await ask(url, { body: frame, headers }))[0]).toBe(200);
    expect((await ask(url, { body: frame, headers: HEADERS }))[0]).toBe(415);
    expect(came.length).toBe(1);
  });
});

it("a client of node:http2 posts a frame and gets the receipt", async () => {
  const { url, came } = await receive({ version: "2" });
  const session = connect(url);
  const stream = session.request({ ...HEADERS, ":method": "POST" });
  stream.end(frame);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(Buffer.concat(chunks)).toEqual(RECEIPT);
  expect(came).toEqual([frame]);
  session.destroy();
});
