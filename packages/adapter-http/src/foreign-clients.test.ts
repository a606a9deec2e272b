// Clients of other libraries, as the README describes them.

import { Agent, type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:http2";
import { codecs, type Frame, type Listener } from "@wireduel/core/adapter";
import { afterEach, describe, expect, it } from "vitest";
import { http } from "./adapter.js";

type Given = NonNullable<Parameters<typeof http>[0]>;

const SECRET = "s".repeat(32);
const HEADERS = { "wireduel-secret": SECRET, "content-type": "application/octet-stream" };
const RECEIPT = Buffer.from("receipt");
const LIMIT = 100_000;

const controller = new AbortController();
let listener: Listener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

/** A receiver. Returns its URL and what it got. */
async function receive(
  options: Given = {},
): Promise<{ url: string; got: Uint8Array[]; links: () => number }> {
  const adapter = http(options);
  const got: Uint8Array[] = [];
  let links = 0;
  const end = {
    role: "receiver",
    codec: { name: adapter.codec.name, text: adapter.codec.text ?? false },
    limits: { maxFrameBytes: LIMIT },
    secret: SECRET,
    signal: controller.signal,
  } as const;
  const onFrame = (frame: Uint8Array | Frame) => {
    got.push(frame instanceof Uint8Array ? frame : Buffer.concat(frame));
    return [RECEIPT];
  };
  const context = {
    ...end,
    host: "127.0.0.1",
    port: 0,
    admits: (secret: string | undefined) => secret === SECRET,
    accept(open: (context: typeof end & { onFrame: typeof onFrame }) => unknown, secret?: string) {
      if (secret !== SECRET) return false;
      links++;
      open({ ...end, onFrame });
      return true;
    },
    onError() {},
  };
  listener = await adapter.protocol.listen?.(context, adapter.options);
  return { url: listener?.endpoint.url ?? "", got, links: () => links };
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
  readonly agent?: Agent;
}

/** Makes a request with `node:http`. Resolves with the status and the body. */
function ask(url: string, { body, path = "/", ...options }: Asked): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method: "POST", headers: HEADERS, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve([response.statusCode, Buffer.concat(chunks).toString()]));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const frame = Buffer.concat(codecs.raw.encode({ sequence: 7, payload: Buffer.from("hello") }));

describe("a client of node:http", () => {
  it("posts a frame and gets the receipt", async () => {
    const { url, got } = await receive();
    expect(await ask(url, { body: frame })).toEqual([200, "receipt"]);
    expect(codecs.raw.decode(got[0] as Uint8Array)).toMatchObject({ sequence: 7 });
  });

  it("shows in the result as one that dials for each payload, or as one that does not", async () => {
    const { url, links } = await receive();
    for (let times = 0; times < 3; times++) await ask(url, { body: frame, agent: new Agent() });
    expect(listener?.describe?.().settings).toMatchObject({ tcpConnections: 3, requests: 3 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let times = 0; times < 3; times++) await ask(url, { body: frame, agent });
    expect(listener?.describe?.().settings).toMatchObject({ tcpConnections: 4, requests: 6 });
    expect(links()).toBe(4);
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
  ])("gets %i for %j, which is no payload", async (status, asked) => {
    const { url, got } = await receive();
    expect(
      (await ask(url, { body: asked.method === undefined ? frame : undefined, ...asked } as Asked))[0],
    ).toBe(status);
    expect(got).toEqual([]);
    expect(listener?.describe?.().settings).toMatchObject({ requests: 0 });
  });

  it("says the content type of a text codec", async () => {
    const { url, got } = await receive({ codec: "json-base64" });
    const headers = { ...HEADERS, "content-type": "application/json; charset=utf-8" };
    expect((await ask(url, { body: frame, headers }))[0]).toBe(200);
    expect((await ask(url, { body: frame }))[0]).toBe(415);
    expect(got.length).toBe(1);
  });
});

it("a client of node:http2 posts a frame and gets the receipt", async () => {
  const { url, got } = await receive({ version: "2" });
  const session = connect(url);
  const stream = session.request({ ...HEADERS, ":method": "POST" });
  stream.end(frame);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(Buffer.concat(chunks)).toEqual(RECEIPT);
  expect(got).toEqual([frame]);
  session.destroy();
});
