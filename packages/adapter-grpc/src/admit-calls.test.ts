import { once } from "node:events";
import { type ClientHttp2Stream, connect, createServer, type IncomingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { status } from "@grpc/grpc-js";
import { expect, it } from "vitest";
import { admitCalls } from "./admit-calls.js";

it("refuses a call while those before it take too much memory", async () => {
  const server = createServer();
  // Two calls with such replies are 1 GiB.
  admitCalls(server, { admits: () => true, replyBytes: () => 2 ** 29, onAdmitted() {} });
  server.on("stream", (stream) => stream.on("error", () => {}).respond({ ":status": 200 }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on("error", () => {});
  const call = async (): Promise<[ClientHttp2Stream, IncomingHttpHeaders]> => {
    const stream = client.request({ ":method": "POST" });
    stream.on("error", () => {}).resume();
    const [headers] = await once(stream, "response");
    return [stream, headers];
  };
  const [first, headers] = await call();
  expect(headers["grpc-status"]).toBeUndefined();
  await call();
  const refused = async () => Number((await call())[1]["grpc-status"]);
  expect(await refused()).toBe(status.RESOURCE_EXHAUSTED);
  first.close();
  await expect.poll(refused).toBeNaN();
  client.destroy();
  server.close();
});
