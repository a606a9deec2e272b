// The listening end with a client that does not read.
import { connect } from "node:http2";
import { afterEach, expect, it } from "vitest";
import { settled } from "../../core/src/fixtures/settled.js";
import { SECRET } from "../../core/src/testing/admission.js";
import { openEnds } from "../../core/src/testing/ends.js";
import { grpc } from "./adapter.js";
import { SECRET_KEY } from "./secret.js";
import { passThrough } from "./service.js";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

const MOST_UNREAD_BYTES = 64 * 2 ** 20;
/** Before each message: whether it is compressed, and its length. */
const HEAD_BYTES = 5;
const message = Buffer.of(0, 0, 0, 0, 1, 7);

it.each([
  ["few that are large", 2 ** 24, 15],
  ["many that are small", 2 ** 20, 200],
])("reads no more messages while replies are not read: %s", async (_, replyBytes, sent) => {
  const reply = [new Uint8Array(replyBytes)];
  const ends = await openEnds(grpc(), { answer: () => reply });
  cleanUp.push(() => ends.close());
  // A client of grpc-js would read ahead.
  const client = connect(`http://${new URL(ends.endpoint.url).host}`);
  cleanUp.push(() => client.destroy());
  const stream = client.request({
    ":method": "POST",
    ":path": passThrough("Upload").path,
    "content-type": "application/grpc+proto",
    te: "trailers",
    [SECRET_KEY]: SECRET,
  });
  stream.on("error", () => {});
  for (let index = 0; index < sent; index++) stream.write(message);
  const frames = () => ends.accepted[0]?.came.length ?? 0;
  await expect.poll(() => frames() * replyBytes).toBeGreaterThan(MOST_UNREAD_BYTES);
  await settled(frames);
  expect(frames() * replyBytes).toBeLessThan(2 * MOST_UNREAD_BYTES);
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
  });
  await expect.poll(() => bytes).toBe(sent * (HEAD_BYTES + replyBytes));
});
