// Each end against a foreign one that writes any lengths, cut anywhere, while another link goes on.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { lengthPrefix } from "@wireduel/core/adapter";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SECRET } from "../../core/src/testing/admission.js";
import { type Ends, openEnds } from "../../core/src/testing/ends.js";
import { exchange } from "../../core/src/testing/exchange-frames.js";
import type { OpenLink } from "../../core/src/testing/open-link.js";
import { tcp } from "./adapter.js";

const LIMIT_BYTES = 1_000;
let ends: Ends;
let honest: OpenLink;
let server: Server;
const sockets: Socket[] = [];

beforeAll(async () => {
  ends = await openEnds(tcp(), { limits: { maxFrameBytes: LIMIT_BYTES } });
  honest = await ends.connect();
  // The listening end has the link when it answers.
  await exchange([honest], [100]);
  server = createServer((socket) => void sockets.push(socket.on("error", () => {})));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await exchange([honest], [100], "beside a foreign end");
});
afterAll(async () => {
  server.close();
  await ends.close();
});

/** A foreign end, and the link of Wireduel to it. */
interface Foreign {
  readonly socket: Socket;
  readonly link: OpenLink;
}

/** Connects a foreign end to an end of Wireduel that listens, or that dials. */
const connectTo = {
  async listening(): Promise<Foreign> {
    const before = ends.accepted.length;
    const { hostname, port } = new URL(ends.endpoint.url);
    const socket = connect(Number(port), hostname);
    sockets.push(socket.on("error", () => {}));
    socket.write(SECRET);
    await expect.poll(() => ends.accepted[before]).toBeDefined();
    return { socket, link: ends.accepted[before] as OpenLink };
  },
  async dialling(): Promise<Foreign> {
    const before = sockets.length;
    const link = await ends.dial({ url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await expect.poll(() => sockets[before]).toBeDefined();
    return { socket: sockets[before] as Socket, link };
  },
};

const frame = (payload: string) => Buffer.concat([lengthPrefix(payload.length), Buffer.from(payload)]);
const came = ({ link }: Foreign) => link.came.map(String);

describe.each(["listening", "dialling"] as const)("the %s end", (side) => {
  it.each([0, 1, 255, 256, LIMIT_BYTES])(
    "delivers a frame of %d bytes, written byte by byte",
    async (bytes) => {
      const foreign = await connectTo[side]();
      foreign.socket.setNoDelay(true);
      const payload = "x".repeat(bytes);
      for (const byte of frame(payload)) {
        foreign.socket.write(Buffer.of(byte));
        if (bytes < 10) await new Promise(setImmediate);
      }
      await expect.poll(() => came(foreign)).toEqual([payload]);
      expect(foreign.link.isOpen).toBe(true);
    },
  );

  it.each([LIMIT_BYTES + 1, 2 ** 16, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
    "closes over the head of a frame of %d bytes, and delivers those before it",
    async (bytes) => {
      const foreign = await connectTo[side]();
      foreign.socket.write(Buffer.concat([frame("before"), lengthPrefix(bytes), Buffer.alloc(100)]));
      await expect.poll(() => foreign.link.ended).toBeDefined();
      expect(foreign.link.ended?.reason).toBeInstanceOf(RangeError);
      expect(came(foreign)).toEqual(["before"]);
    },
  );

  it("closes wherever the bytes end, and delivers no frame that is not whole", async () => {
    const bytes = Buffer.concat([frame("ab"), frame(""), frame("cde")]);
    const ends = new Map([
      [6, ["ab"]],
      [10, ["ab", ""]],
      [bytes.byteLength, ["ab", "", "cde"]],
    ]);
    let whole: readonly string[] = [];
    for (let end = 0; end <= bytes.byteLength; end++) {
      whole = ends.get(end) ?? whole;
      const foreign = await connectTo[side]();
      foreign.socket.end(bytes.subarray(0, end));
      await expect.poll(() => foreign.link.ended).toBeDefined();
      expect(came(foreign), `after ${end} bytes`).toEqual(whole);
    }
  });
});
