// The dialling end against a foreign server that answers what it wants.
import { once } from "node:events";
import { createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ends, openEnds } from "../../core/src/testing/ends.js";
import { grpc } from "./adapter.js";
import { grpcMessage } from "./fixtures/raw-http2.js";

const right = { ":status": 200, "content-type": "application/grpc+proto" };
const small = Buffer.of(1, 2, 3);

type Answer = (stream: ServerHttp2Stream) => void;
const before: [string, Answer][] = [
  ["a status of HTTP", (stream) => stream.respond({ ":status": 503 }, { endStream: true })],
  ["a status of gRPC", (stream) => stream.respond({ ...right, "grpc-status": 13 }, { endStream: true })],
  [
    "a status that is none",
    (stream) => stream.respond({ ...right, "grpc-status": "x" }, { endStream: true }),
  ],
  ["a reset", (stream) => stream.close(2)],
  ["GOAWAY", (stream) => stream.session?.goaway(11)],
  ["the end of the connection", (stream) => stream.session?.destroy()],
];
const after: [string, Answer][] = [
  ["the head of a huge message", (stream) => stream.write(grpcMessage(Buffer.alloc(0), 0, 2 ** 32 - 1))],
  ["bytes that are not gzip", (stream) => stream.write(grpcMessage(small, 1))],
  ["a reset", (stream) => stream.close(11)],
  ["the end of the connection", (stream) => stream.session?.destroy()],
];

describe.each(["bidi", "unary"] as const)("a client with %s calls", (call) => {
  let ends: Ends;
  beforeAll(async () => {
    ends = await openEnds(grpc({ call }));
  });
  afterAll(() => ends.close());

  async function answering(answer: Answer) {
    const server = createServer();
    server.on("session", (session) => session.on("error", () => {}));
    server.on("stream", (stream) => answer(stream.on("error", () => {})));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, url: `grpc://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  it.each(before)("does not open a link over %s", async (_, answer) => {
    const { server, url } = await answering(answer);
    const reason = await ends.dial({ url }).catch(String);
    expect(reason).toMatch(/^Error: (?!.*(undefined|NaN))/);
    server.close();
  });

  // A single call shows the secret first, so its link does not open either.
  it.each(after)("closes its link over %s after the first headers", async (_, answer) => {
    const { server, url } = await answering((stream) => {
      stream.respond({ ...right, "grpc-encoding": "gzip" });
      answer(stream);
    });
    const link = await ends.dial({ url }).catch(() => undefined);
    if (call === "unary") expect(link).toBeUndefined();
    if (link) await expect.poll(() => link.ended).toBeDefined();
    expect(link?.came ?? []).toEqual([]);
    server.close();
  });
});
