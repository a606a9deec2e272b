import { describe, expect, it } from "vitest";
import type { Link } from "../adapter/contract.js";
import type { Codec } from "../codec/codec.js";
import type { Frame } from "../codec/frame.js";
import { joinFrame } from "../codec/frame.js";
import { raw } from "../codec/raw.js";
import { binaryReceipts } from "../codec/receipt.js";
import { manualClock } from "../testing/manual-clock.js";
import { Exchange, type SentRecord } from "./exchange.js";

const payload = Uint8Array.from([1, 2, 3]);

function setUp({
  codec = raw,
  ordered = true,
  maxFrameBytes = 100,
}: {
  codec?: Codec;
  ordered?: boolean;
  maxFrameBytes?: number;
} = {}) {
  const clock = manualClock(1_000);
  const sent: Frame[] = [];
  const settled: SentRecord[] = [];
  const exchange = new Exchange({
    ...{ connection: 0, codec, maxFrameBytes, timeoutMs: 1_000, ordered, clock },
    // Records are used again.
    onSettled: (record) => settled.push({ ...record }),
  });
  const link = (send: Link["send"]): Link => ({ send, close: async () => {}, closed: new Promise(() => {}) });
  const quiet = link((frame) => void sent.push(frame));
  const send = (sequence: number, over = quiet) => exchange.send(over, sequence, payload, clock.now());
  const reply = (sequence: number, status: "decoded" | "undecodable" = "decoded") => {
    exchange.onFrame(
      joinFrame(binaryReceipts.encode({ sequence, status, receivedAt: 2_000, decodedAt: 3_000 })),
    );
  };
  return { clock, sent, settled, exchange, send, reply, link };
}

describe("Exchange", () => {
  it("pairs replies with payloads by number, in any order", () => {
    const { settled, send, reply, exchange } = setUp();
    for (const sequence of [0, 1, 2]) send(sequence);
    for (const sequence of [2, 0, 1]) reply(sequence);
    expect(settled.map((record) => record.sequence)).toEqual([2, 0, 1]);
    expect(settled[0]).toMatchObject({
      receivedAt: 2_000,
      decodedAt: 3_000,
      frameBytes: 11,
      payloadBytes: 3,
    });
    expect(settled.every((record) => record.error === undefined)).toBe(true);
    expect(exchange.unexpectedReplies).toBe(0);
  });

  it("stamps on its own clock", async () => {
    const { clock, settled, send, reply } = setUp();
    send(0);
    await clock.advance(5);
    reply(0);
    expect(settled[0]).toMatchObject({ sentAt: 1_000, encodedAt: 1_000, acknowledgedAt: 5_001_000 });
  });

  it("times each payload out on its own, with one timer for all", async () => {
    const { clock, settled, send } = setUp();
    send(0);
    await clock.advance(400);
    send(1);
    expect(clock.waiting).toBe(1);
    await clock.advance(599);
    expect(settled).toEqual([]);
    await clock.advance(2);
    expect(settled.map((record) => [record.sequence, record.error?.code])).toEqual([[0, "PAYLOAD_TIMEOUT"]]);
    await clock.advance(400);
    expect(settled.map((record) => record.sequence)).toEqual([0, 1]);
    expect(clock.waiting).toBe(0);
  });

  it("counts late replies, copies and noise, and gives them to no payload", async () => {
    const { clock, settled, send, reply, exchange } = setUp();
    send(0);
    await clock.advance(2_000);
    reply(0); // late
    send(1);
    reply(1);
    reply(1); // copy
    exchange.onFrame(new Uint8Array(3)); // noise
    expect(settled.map((record) => record.error?.code)).toEqual(["PAYLOAD_TIMEOUT", undefined]);
    expect([exchange.lateReplies, exchange.unexpectedReplies]).toEqual([1, 2]);
  });

  it("fails the oldest when the receiver could not read a frame, if the link keeps the order", () => {
    const ordered = setUp();
    ordered.send(0);
    ordered.send(1);
    ordered.reply(-1, "undecodable");
    expect(ordered.settled.map((record) => [record.sequence, record.error?.code])).toEqual([
      [0, "UNDECODABLE"],
    ]);

    const unordered = setUp({ ordered: false });
    unordered.send(0);
    unordered.send(1);
    unordered.reply(-1, "undecodable");
    expect(unordered.settled).toEqual([]);
    expect(unordered.exchange.unexpectedReplies).toBe(1);
  });

  it.each<[string, Link["send"], string]>([
    [
      "throws",
      () => {
        throw new Error("full");
      },
      "full",
    ],
    ["rejects", () => Promise.reject(new Error("refused")), "refused"],
  ])("fails a payload whose send %s", async (_, failing, message) => {
    const { settled, send, link } = setUp();
    send(0, link(failing));
    await Promise.resolve();
    expect(settled[0]?.error).toEqual({ code: "SEND_FAILED", message });
  });

  it("fails a payload that cannot be encoded, or whose frame is too large, and sends nothing", () => {
    const throwing = setUp({
      codec: {
        ...raw,
        encode: () => {
          throw new Error("no");
        },
      },
    });
    throwing.send(0);
    expect(throwing.settled[0]?.error).toEqual({ code: "ENCODE_FAILED", message: "codec raw: no" });

    const small = setUp({ maxFrameBytes: 10 });
    small.send(0);
    expect(small.settled[0]?.error).toEqual({
      code: "FRAME_TOO_LARGE",
      message: "the frame has 11 bytes, the limit is 10",
    });
    expect(small.sent).toEqual([]);
  });

  it("holds the place of what timed out until it, or a later one, is answered: it may still stand in a queue", async () => {
    const { clock, send, reply, exchange } = setUp();
    send(0);
    send(1);
    expect([exchange.inFlight, exchange.occupied]).toEqual([2, 2]);
    await clock.advance(2_000);
    expect([exchange.inFlight, exchange.occupied]).toEqual([0, 2]);
    send(2);
    expect([exchange.inFlight, exchange.occupied]).toEqual([1, 3]);
    reply(0); // late
    expect([exchange.inFlight, exchange.occupied]).toEqual([1, 2]);
    reply(2); // on a link with order, what was before it is gone
    expect([exchange.inFlight, exchange.occupied]).toEqual([0, 0]);

    const unordered = setUp({ ordered: false });
    for (const sequence of [0, 1, 2]) unordered.send(sequence);
    await unordered.clock.advance(2_000);
    unordered.send(3);
    unordered.reply(3);
    expect(unordered.exchange.occupied).toBe(2);
  });

  it("lets a reply win that has come when the time-out fires", async () => {
    const { clock, settled, send, reply } = setUp();
    send(0);
    // Its socket is read in the same turn of the event loop, after the timers.
    clock.setTimer(1_000.0005, () => reply(0));
    await clock.advance(2_000);
    expect(settled.map(({ error }) => error)).toEqual([undefined]);
  });

  it("gives nothing of one payload's record to the next", async () => {
    const { clock, settled, send, reply } = setUp();
    send(0);
    reply(0);
    send(1);
    await clock.advance(2_000);
    expect(settled[1]).toMatchObject({ sequence: 1, receivedAt: Number.NaN, acknowledgedAt: Number.NaN });
    send(2);
    reply(2);
    expect(settled[2]?.error).toBeUndefined();
  });

  it("leaves no timer behind once closed", () => {
    const { clock, send, exchange } = setUp();
    send(0);
    exchange.close();
    expect(clock.waiting).toBe(0);
  });

  it("fails all that is under way, and all that comes, once abandoned", () => {
    const { clock, settled, send, exchange } = setUp();
    send(0);
    exchange.abandon("LINK_CLOSED", "gone");
    send(1);
    expect(settled.map((record) => record.error)).toEqual([
      { code: "LINK_CLOSED", message: "gone" },
      { code: "LINK_CLOSED", message: "gone" },
    ]);
    expect(clock.waiting).toBe(0);
  });
});
