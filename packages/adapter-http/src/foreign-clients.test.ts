// Clients of other libraries that post frames, as the README describes them.
import { Agent } from "node:http";
import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from "node:http2";
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

describe("a client of node:http2", () => {
  let session: ClientHttp2Session;
  afterEach(() => session.destroy());

  /** Posts chunks, one after the other, and gives the answer. */
  async function post(url: string, headers: OutgoingHttpHeaders, chunks: readonly Uint8Array[]) {
    session = connect(url);
    const stream = session.request({ ...HEADERS, ...headers, ":method": "POST" });
    for (const chunk of chunks) {
      await new Promise((written) => stream.write(chunk, written));
      await new Promise(setImmediate);
    }
    stream.end();
    const answer: Buffer[] = [];
    for await (const chunk of stream) answer.push(chunk);
    return Buffer.concat(answer);
  }

  it.each([1, 3, 30_000])(
    "posts a frame in chunks of %i bytes, with its length or without",
    async (bytes) => {
      const { url, came } = await receive({ version: "2" });
      const payload = Buffer.alloc(Math.min(LIMIT - 8, 3 * bytes), "p");
      const posted = Buffer.concat(codecs.raw.encode({ sequence: 7, payload }));
      const chunks = Array.from({ length: Math.ceil(posted.length / bytes) }, (_, chunk) =>
        posted.subarray(chunk * bytes, (chunk + 1) * bytes),
      );
      for (const headers of [{}, { "content-length": posted.length }]) {
        expect(await post(url, headers, chunks)).toEqual(RECEIPT);
        session.destroy();
      }
      expect(came).toEqual([posted, posted]);
    },
  );

  it.each([-1, 1])("posts no frame if its length is wrong by %i", async (difference) => {
    const { url, came } = await receive({ version: "2" });
    const headers = { "content-length": frame.length + difference };
    await expect(post(url, headers, [frame.subarray(0, 6), frame.subarray(6)])).rejects.toMatchObject({
      code: "ERR_HTTP2_STREAM_ERROR",
    });
    expect(came).toEqual([]);
    session.destroy();
    expect(await post(url, {}, [frame])).toEqual(RECEIPT);
  });

  it("is refused if its frame becomes too large, and had no announced length", async () => {
    const { url, came } = await receive({ version: "2" });
    // The stream may be closed before the answer has come.
    await post(url, {}, [new Uint8Array(LIMIT), new Uint8Array(1)]).catch(() => {});
    expect(came).toEqual([]);
  });
});
