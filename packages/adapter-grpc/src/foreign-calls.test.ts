// The listening end with calls of a foreign client, right and wrong, while another link goes on: ideas of gRPC's interop tests.
import { once } from "node:events";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from "node:http2";
import { gzipSync } from "node:zlib";
import { status } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Ends, openEnds } from "../../core/src/testing/ends.js";
import { exchange } from "../../core/src/testing/exchange-frames.js";
import type { OpenLink } from "../../core/src/testing/open-link.js";
import { grpc } from "./adapter.js";
import { callHeaders, grpcMessage } from "./fixtures/raw-http2.js";

const LIMIT_BYTES = 1_000;
let ends: Ends;
let honest: OpenLink;
let client: ClientHttp2Session;

beforeAll(async () => {
  ends = await openEnds(grpc({ maxReceiveMessageBytes: LIMIT_BYTES }));
  honest = await ends.connect();
  client = connect(`http://${new URL(ends.endpoint.url).host}`);
  client.on("error", () => {});
});
afterEach(async () => {
  await exchange([honest], [100], "beside a foreign client");
});
afterAll(async () => {
  client.destroy();
  await ends.close();
});

function call(headers: IncomingHttpHeaders = {}, method?: "Upload" | "UploadOne"): ClientHttp2Stream {
  const stream = client.request({ ...callHeaders(method), ...headers });
  stream.on("error", () => {});
  return stream;
}

/** The status of gRPC with which a call ends, or that of HTTP. */
async function statusOf(stream: ClientHttp2Stream): Promise<string | undefined> {
  let [http, grpcStatus]: [unknown, unknown] = [undefined, undefined];
  const read = (headers: IncomingHttpHeaders) => {
    http ??= headers[":status"];
    grpcStatus ??= headers["grpc-status"];
  };
  stream.on("response", read);
  stream.on("trailers", read);
  stream.resume();
  // Some answers come while the client could still write.
  await new Promise<void>((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
  });
  stream.close();
  if (grpcStatus !== undefined) return status[Number(grpcStatus)];
  return http === undefined ? undefined : `HTTP ${http}`;
}

const small = grpcMessage(Buffer.from("small"));

describe("a call ends with the status of gRPC", () => {
  it.each<[string, IncomingHttpHeaders, string]>([
    ["an unknown method", { ":path": "/wireduel.v1.TransferService/Download" }, "UNIMPLEMENTED"],
    ["an unknown service", { ":path": "/grpc.testing.TestService/EmptyCall" }, "UNIMPLEMENTED"],
    ["another content type", { "content-type": "text/plain" }, "HTTP 415"],
    ["a deadline that is none", { "grpc-timeout": "soon" }, "INTERNAL"],
    ["a deadline that is over", { "grpc-timeout": "1m" }, "DEADLINE_EXCEEDED"],
    ["no secret", { "wireduel-secret": undefined }, "UNAUTHENTICATED"],
    ["two secrets", { "wireduel-secret": ["a", "b"] as never }, "UNAUTHENTICATED"],
  ])("for %s", async (_, headers, expected) => {
    expect(await statusOf(call(headers))).toBe(expected);
  });

  it.each<[string, IncomingHttpHeaders, Uint8Array, string]>([
    ["an unknown encoding", { "grpc-encoding": "snappy" }, grpcMessage(Buffer.of(1), 1), "UNIMPLEMENTED"],
    ["bytes that are not gzip", { "grpc-encoding": "gzip" }, grpcMessage(Buffer.alloc(50), 1), "INTERNAL"],
    [
      "bytes that are not deflate",
      { "grpc-encoding": "deflate" },
      grpcMessage(Buffer.alloc(50, 255), 1),
      "INTERNAL",
    ],
    [
      "few bytes that would become many",
      { "grpc-encoding": "gzip" },
      grpcMessage(gzipSync(Buffer.alloc(900_000)), 1),
      "RESOURCE_EXHAUSTED",
    ],
    ["a message over the limit", {}, grpcMessage(Buffer.alloc(LIMIT_BYTES + 1)), "RESOURCE_EXHAUSTED"],
    ["the head of a huge message", {}, grpcMessage(Buffer.alloc(0), 0, 2 ** 32 - 1), "RESOURCE_EXHAUSTED"],
  ])("for %s", async (_, headers, bytes, expected) => {
    const links = ends.accepted.length;
    const stream = call(headers);
    stream.write(bytes);
    expect(await statusOf(stream)).toBe(expected);
    await expect.poll(() => ends.accepted[links]?.ended).toBeDefined();
    expect(ends.accepted[links]?.came).toEqual([]);
  });

  it("for a single call without a message", async () => {
    const stream = call({}, "UploadOne");
    stream.end();
    expect(await statusOf(stream)).not.toBe("OK");
  });
});

describe("messages", () => {
  it("are whole, however they are cut, also with empty DATA frames between", async () => {
    const links = ends.accepted.length;
    const stream = call();
    const bytes = Buffer.concat([small, grpcMessage(Buffer.alloc(0)), small]);
    for (const byte of bytes) {
      stream.write(Buffer.of(byte));
      stream.write(Buffer.alloc(0));
    }
    const came = () => ends.accepted[links]?.came.map(String);
    await expect.poll(came).toEqual(["small", "", "small"]);
    stream.end();
    expect(await statusOf(stream)).toBe("OK");
    await expect.poll(() => ends.accepted[links]?.ended).toBeDefined();
  });

  it("are not delivered if the call ends in the middle of one", async () => {
    const links = ends.accepted.length;
    const stream = call();
    stream.end(Buffer.concat([small, small.subarray(0, 7)]));
    await statusOf(stream);
    await expect.poll(() => ends.accepted[links]?.ended).toBeDefined();
    expect(ends.accepted[links]?.came.map(String)).toEqual(["small"]);
  });
});

describe("a client that goes away", () => {
  const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM } = constants;

  it.each([NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM])(
    "after it began a call, or after its first reply, closes its link: reset with code %d",
    async (code) => {
      for (const replies of [0, 1]) {
        const links = ends.accepted.length;
        const stream = call();
        await once(stream, "response");
        if (replies > 0) {
          stream.write(small);
          await once(stream, "data");
        }
        stream.close(code);
        await expect.poll(() => ends.accepted[links]?.ended).toBeDefined();
      }
    },
  );

  it.each<[string, (session: ClientHttp2Session) => void]>([
    ["without a word", (session) => session.destroy()],
    ["with GOAWAY", (session) => session.close()],
    ["with GOAWAY and an error", (session) => session.goaway(constants.NGHTTP2_INTERNAL_ERROR)],
  ])("%s, closes its link", async (_, leave) => {
    const links = ends.accepted.length;
    const session = connect(`http://${new URL(ends.endpoint.url).host}`);
    session.on("error", () => {});
    const stream = session.request(callHeaders());
    stream.on("error", () => {});
    await once(stream, "response");
    leave(session);
    stream.destroy();
    await expect.poll(() => ends.accepted[links]?.ended).toBeDefined();
    session.destroy();
  });
});
