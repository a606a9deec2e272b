// The listening end with clients that write too much, and read nothing, while another link goes on.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ends, openEnds } from "../../core/src/testing/ends.js";
import { exchange } from "../../core/src/testing/exchange-frames.js";
import type { OpenLink } from "../../core/src/testing/open-link.js";
import { grpc } from "./adapter.js";
import { FLAG, type Http2Frame, headerBlock, TYPE, uint32 } from "./fixtures/http2-frames.js";
import { callFrame, callHeaders, type RawHttp2, rawHttp2 } from "./fixtures/raw-http2.js";

const FLOOD_FRAMES = 50_000;
const CANCEL = uint32(8);
const other = callHeaders("Upload", "x".repeat(32));

let ends: Ends;
let honest: OpenLink;
const open: RawHttp2[] = [];
beforeEach(async () => {
  ends = await openEnds(grpc());
  honest = await ends.connect();
});
afterEach(async () => {
  await exchange([honest], [100], "beside a flood");
  for (const { socket } of open.splice(0)) socket.destroy();
  await ends.close();
});

async function client(settings?: Uint8Array): Promise<RawHttp2> {
  const made = await rawHttp2(ends.endpoint.url, settings);
  open.push(made);
  return made;
}

/** Writes frames until the other end closes the connection. It reads slower than this end writes. */
async function floods(
  { socket, write }: RawHttp2,
  make: (index: number) => readonly Http2Frame[],
): Promise<boolean> {
  for (let index = 0; index < FLOOD_FRAMES && !socket.destroyed; index++) {
    write(...make(index));
    if (index % 100 === 0) await new Promise(setImmediate);
  }
  await expect.poll(() => socket.destroyed || socket.writableLength === 0).toBe(true);
  return socket.destroyed;
}
const streamOf = (index: number) => 2 * index + 3;

describe.each([true, false])("with a call that has the secret: %s", (admitted) => {
  const opened = async () => {
    const made = await client();
    made.write(callFrame(1, admitted ? callHeaders() : other));
    return made;
  };

  it.each<[string, (index: number) => readonly Http2Frame[]]>([
    ["PING", () => [{ type: TYPE.ping, payload: Buffer.alloc(8) }]],
    [
      "CONTINUATION",
      (index) => [
        index === 0
          ? { type: TYPE.headers, stream: 3, payload: headerBlock({ a: "b" }) }
          : {
              type: TYPE.continuation,
              stream: 3,
              payload: headerBlock({ [`k${index}`]: "v".repeat(1_000) }),
            },
      ],
    ],
  ])("closes a connection with endless %s frames whose answers nobody reads", async (_, make) => {
    const made = await opened();
    made.socket.pause();
    expect(await floods(made, make)).toBe(true);
  });

  it.each<[string, (index: number) => readonly Http2Frame[]]>([
    ["a frame that is too large", () => [{ type: TYPE.data, stream: 1, payload: Buffer.alloc(16_385) }]],
    ["DATA of no stream", () => [{ type: TYPE.data, payload: Buffer.alloc(1) }]],
    ["a stream of the other end", () => [callFrame(2)]],
    ["a window that is too large", () => [{ type: TYPE.windowUpdate, payload: uint32(2 ** 31 - 1) }]],
    [
      "headers that cannot be decoded",
      () => [{ type: TYPE.headers, flags: FLAG.endHeaders, stream: 3, payload: Buffer.alloc(9, 0xff) }],
    ],
    [
      "a pushed stream",
      () => [{ type: TYPE.pushPromise, flags: FLAG.endHeaders, stream: 1, payload: uint32(2) }],
    ],
    ["a PING that is too short", () => [{ type: TYPE.ping, payload: Buffer.alloc(3) }]],
  ])("ends a connection with %s", async (_, make) => {
    const made = await opened();
    made.write(...make(0));
    await expect.poll(() => made.socket.destroyed || made.types.includes(TYPE.goaway)).toBe(true);
  });

  it.each<[string, Http2Frame]>([
    ["SETTINGS", { type: TYPE.settings }],
    ["DATA without bytes", { type: TYPE.data, stream: 1 }],
    ["PRIORITY", { type: TYPE.priority, stream: 3, payload: Buffer.of(0, 0, 0, 0, 1) }],
    ["unknown", { type: 77, payload: Buffer.alloc(100) }],
  ])("survives a flood of %s frames", async (_, frame) => {
    const made = await opened();
    await floods(made, () => [frame]);
    // The end closes the connection, or still answers on it.
    made.write({ type: TYPE.ping, payload: Buffer.alloc(8) });
    await expect.poll(() => made.socket.destroyed || made.types.includes(TYPE.ping)).toBe(true);
  });
});

it("closes a connection whose calls do not have the secret, and reads none of them", async () => {
  const made = await client();
  made.socket.pause();
  expect(await floods(made, (index) => [callFrame(streamOf(index), other)])).toBe(true);
  expect(ends.accepted).toHaveLength(1);
});

it("survives calls that are reset as soon as they begin", async () => {
  const made = await client();
  const begun = (index: number): Http2Frame[] => [
    callFrame(streamOf(index)),
    { type: TYPE.reset, stream: streamOf(index), payload: CANCEL },
  ];
  for (let index = 0; index < 500; index++) made.write(...begun(index));
  const closed = () => ends.accepted.slice(1).every(({ ended }) => ended !== undefined);
  await expect.poll(() => made.socket.writableLength === 0 && closed()).toBe(true);
});
