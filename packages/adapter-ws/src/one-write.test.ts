// A large message has a header of its own. It must not leave alone: the other end would wake up twice.
import { Socket } from "node:net";
import type { Direction } from "@wireduel/core/adapter";
import { afterEach, expect, it, vi } from "vitest";
import { openEnds } from "../../core/src/testing/ends.js";
import type { OpenLink } from "../../core/src/testing/open-link.js";
import { ws } from "./adapter.js";
import { OPCODE } from "./fixtures/frames.js";
import { type RawPeer, rawClient, rawServer } from "./fixtures/raw-peer.js";

const HEADER = Buffer.alloc(16, 1);
const PAYLOAD = Buffer.alloc(1_000_000, 2);

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** The link of a sender, and the foreign end that it is connected to. */
async function connect(options: Parameters<typeof ws>[0], direction: Direction) {
  const ends = await openEnds(ws({ ...options, direction }), { direction });
  cleanUp.push(() => ends.close());
  if (direction === "push") {
    const peer = await rawClient(ends.endpoint.url);
    return { peer, link: ends.accepted[0] as OpenLink };
  }
  const server = await rawServer();
  cleanUp.push(() => server.close());
  const link = await ends.dial({ url: server.url });
  return { peer: server.peers[0] as RawPeer, link };
}

it.each([
  { profile: "default", direction: "upload" },
  { profile: "default", direction: "push" },
  { profile: "tuned", direction: "upload" },
  { profile: "tuned", direction: "push" },
] as const)(
  "$direction, $profile profile: the parts of a large frame are written at once",
  async ({ profile, direction }) => {
    const { peer, link } = await connect({ profile }, direction);
    cleanUp.push(() => peer.socket.destroy());
    const one = vi.spyOn(Socket.prototype, "_write");
    // Its types lack that method.
    const several = vi.spyOn(Socket.prototype, "_writev" as "_write");
    link.send([HEADER, PAYLOAD]);
    await expect.poll(() => peer.frames.length).toBe(2);
    expect(peer.frames.map(({ opcode }) => opcode)).toEqual([OPCODE.binary, OPCODE.continuation]);
    expect(peer.frames.map(({ payload }) => payload.byteLength)).toEqual([
      HEADER.byteLength,
      PAYLOAD.byteLength,
    ]);
    expect(one.mock.calls.length + several.mock.calls.length).toBe(1);
  },
);
