// Each end against a foreign one that writes what it wants, right or wrong, while another link goes on.
import { Socket } from "node:net";
import type { Direction } from "@wireduel/core/adapter";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Ends, openEnds } from "../../core/src/testing/ends.js";
import { exchange } from "../../core/src/testing/exchange-frames.js";
import type { OpenLink } from "../../core/src/testing/open-link.js";
import { ws } from "./adapter.js";
import { compressedCases } from "./fixtures/compressed-cases.js";
import { type ForeignCase, foreignCases, LIMIT_BYTES } from "./fixtures/foreign-cases.js";
import { type FrameShape, OPCODE } from "./fixtures/frames.js";
import {
  answerHead,
  closeCode,
  type Lines,
  type RawPeer,
  type RawServer,
  rawClient,
  rawServer,
} from "./fixtures/raw-peer.js";

/** What a case of many bytes is cut into. Others are cut into single bytes. */
const PIECE_BYTES = 997;
const MANY_BYTES = 2_000;
const BELL: FrameShape = { opcode: OPCODE.ping, payload: "are you there?" };
const NORMAL = [1000, 1005];
/** A header and a payload that is too large to be copied behind it. */
const LARGE_FRAME = [Buffer.alloc(16, 1), Buffer.alloc(100_000, 2)];
const DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";

interface Settings {
  readonly direction: Direction;
  readonly perMessageDeflate?: boolean;
}

/** A foreign end, and the link of Wireduel to it. */
interface Foreign {
  readonly peer: RawPeer;
  readonly link: OpenLink;
}

let ends: Ends;
let honest: OpenLink;
let server: RawServer;
let compressed: boolean;
const peers: RawPeer[] = [];

function prepare({ direction, perMessageDeflate = false }: Settings): void {
  const extensions: Lines = perMessageDeflate ? [DEFLATE] : [];
  beforeAll(async () => {
    compressed = perMessageDeflate;
    const options = { direction, perMessageDeflate, maxReceiveMessageBytes: LIMIT_BYTES };
    ends = await openEnds(ws(options), { direction });
    honest = await ends.connect();
    server = await rawServer((request) =>
      answerHead(request, ["Sec-WebSocket-Protocol: wireduel.raw", ...extensions]),
    );
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const { socket } of peers.splice(0)) socket.destroy();
    await exchange([honest], [100], "beside a foreign end");
  });
  afterAll(async () => {
    await server.close();
    await ends.close();
  });
}

/** Connects a foreign end to an end of Wireduel that listens, or that dials. */
const connectTo = {
  async listening(more: Lines = []): Promise<Foreign> {
    const before = ends.accepted.length;
    const peer = await rawClient(ends.endpoint.url, { more });
    peers.push(peer);
    return { peer, link: ends.accepted[before] as OpenLink };
  },
  async dialling(): Promise<Foreign> {
    const link = await ends.dial({ url: server.url });
    const peer = server.peers.at(-1) as RawPeer;
    peers.push(peer);
    return { peer, link };
  },
};
const sides = ["listening", "dialling"] as const;
const everyEnd = (["upload", "push"] as const).flatMap((direction) =>
  sides.map((side) => ({ direction, side })),
);

const payloadsOf = ({ frames }: RawPeer, wanted: number) =>
  frames.filter(({ opcode }) => opcode === wanted).map(({ payload }) => payload);

/** A difference of text is easier to read than one of bytes. */
const asText = (messages: readonly (string | Uint8Array)[]) =>
  messages.map((message) => Buffer.from(message).toString("latin1"));

/** Writes the frames of a case, and compares what happens. */
async function check({ peer, link }: Foreign, one: ForeignCase, pieceBytes?: number): Promise<void> {
  const { writes, came = [], pongs = [], closes } = one;
  await peer.write(closes === undefined ? [...writes, BELL] : writes, pieceBytes);
  if (closes === undefined) {
    await expect.poll(() => payloadsOf(peer, OPCODE.pong).length).toBe(pongs.length + 1);
    expect(link.isOpen).toBe(true);
  } else {
    await expect.poll(() => closeCode(peer)).toBe(closes);
    peer.socket.end();
    await expect.poll(() => link.ended).toBeDefined();
    const { reason } = link.ended ?? {};
    if (NORMAL.includes(closes)) expect(reason).toBeUndefined();
    else expect(reason).toBeInstanceOf(Error);
  }
  expect(asText(payloadsOf(peer, OPCODE.pong)).slice(0, pongs.length)).toEqual(pongs);
  expect(asText(link.came)).toEqual(asText(came));
  // Replies are compressed if both ends agreed on it.
  const replies = () => payloadsOf(peer, OPCODE.binary);
  if (!link.answers) expect(replies()).toEqual([]);
  else if (compressed) await expect.poll(() => replies().length).toBe(came.length);
  else await expect.poll(() => asText(replies())).toEqual(asText(came));
}

/** In an upload, a case is written in small pieces. A push differs only in which end replies, so there it is written at once. */
function pieceOf({ writes }: ForeignCase, direction: Direction): number | undefined {
  if (direction === "push") return undefined;
  const bytes = writes.reduce((sum, { payload = "" }) => sum + payload.length, 0);
  return bytes > MANY_BYTES ? PIECE_BYTES : 1;
}

describe.each(everyEnd)("the $side end of an $direction", ({ direction, side }) => {
  prepare({ direction });

  it.each(foreignCases)("with $name", async (one) => {
    await check(await connectTo[side](), one, pieceOf(one, direction));
  });

  it("writes the parts of a large frame at once", async () => {
    const { peer, link } = await connectTo[side]();
    const one = vi.spyOn(Socket.prototype, "_write");
    // Its types lack that method.
    const several = vi.spyOn(Socket.prototype, "_writev" as "_write");
    link.send(LARGE_FRAME);
    await expect.poll(() => peer.frames.length).toBe(LARGE_FRAME.length);
    expect(peer.frames.map(({ opcode }) => opcode)).toEqual([OPCODE.binary, OPCODE.continuation]);
    expect(asText(peer.frames.map(({ payload }) => payload))).toEqual(asText(LARGE_FRAME));
    expect(one.mock.calls.length + several.mock.calls.length).toBe(1);
  });

  it("closes over a frame that is masked, or not, against the rules", async () => {
    const { peer, link } = await connectTo[side]();
    await peer.write([{ opcode: OPCODE.binary, payload: "a", masked: side === "dialling" }]);
    await expect.poll(() => closeCode(peer)).toBe(1002);
    expect(link.came).toEqual([]);
  });

  it.each([
    ["a violation", { opcode: 3 }],
    ["a close frame", { opcode: OPCODE.close }],
  ])("does not wait for a foreign end that keeps its side open after %s", async (_, frame) => {
    const { peer, link } = await connectTo[side]();
    await peer.write([frame]);
    await expect.poll(() => link.ended).toBeDefined();
    expect(peer.socket.writableEnded).toBe(false);
  });

  it("closes wherever the bytes end, and delivers no message that is not whole", async () => {
    const whole: FrameShape[] = [
      { opcode: OPCODE.text, payload: "whole" },
      { opcode: OPCODE.text, payload: "in ", fin: false },
      BELL,
      { opcode: OPCODE.continuation, payload: "parts" },
    ];
    for (let frames = 1; frames <= whole.length; frames++) {
      for (let cut = 1; cut < 6; cut++) {
        const { peer, link } = await connectTo[side]();
        await peer.write(whole.slice(0, frames), undefined, cut);
        peer.socket.end();
        await expect.poll(() => link.ended).toBeDefined();
        expect(link.ended?.reason).toBeInstanceOf(Error);
        expect(link.came.map(String)).toEqual(frames > 1 ? ["whole"] : []);
      }
    }
  });

  it("closes over pings whose answers nobody reads", async () => {
    const { peer, link } = await connectTo[side]();
    peer.socket.pause();
    const pings = Array<FrameShape>(1_000).fill({ opcode: OPCODE.ping, payload: "p".repeat(125) });
    while (link.isOpen) await peer.write(pings);
    expect(link.ended?.reason).toBeInstanceOf(Error);
  });
});

describe.each(everyEnd)("the $side end of an $direction with compression", ({ direction, side }) => {
  prepare({ direction, perMessageDeflate: true });

  it.each(compressedCases)("with $name", async (one) => {
    await check(await connectTo[side]([DEFLATE]), one, pieceOf(one, direction));
  });
});
