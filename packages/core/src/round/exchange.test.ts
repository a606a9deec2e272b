import { describe, expect, it } from "vitest";
import type { Link } from "../adapter/contract.js";
import { joinFrame } from "../codec/frame.js";
import { raw } from "../codec/raw.js";
import { binaryReceipts } from "../codec/receipt.js";
import { receiptsOf } from "../codec/receipts-of.js";
import { DECODED_AT, exchangeRig, outcomes, RECEIVED_AT } from "./fixtures/exchange-rig.js";

describe("Exchange", () => {
  it("pairs replies with payloads by number, in any order", () => {
    const { settled, send, reply, exchange } = exchangeRig();
    for (const sequence of [0, 1, 2]) send(sequence);
    for (const sequence of [2, 0, 1]) reply(sequence);
    expect(outcomes(settled)).toEqual([
      [2, null],
      [0, null],
      [1, null],
    ]);
    const stamps = { receivedAt: RECEIVED_AT, decodedAt: DECODED_AT };
    expect(settled[0]).toMatchObject({ ...stamps, frameBytes: 11, payloadBytes: 3, connection: 0 });
    expect(exchange.unexpectedReplies).toBe(0);
  });

  it("uses its own clock for stamps", async () => {
    const { clock, settled, send, reply } = exchangeRig();
    send(0);
    await clock.advance(5);
    reply(0);
    expect(settled[0]).toMatchObject({ sentAt: 1_000, encodedAt: 1_000, acknowledgedAt: 5_001_000 });
  });

  it("accepts a receipt in parts", () => {
    const { settled, send, exchange } = exchangeRig();
    send(0);
    const whole = joinFrame(
      binaryReceipts.encode({ sequence: 0, status: "decoded", receivedAt: 1, decodedAt: 2 }),
    );
    exchange.onFrameOf(0)([whole.subarray(0, 9), whole.subarray(9)]);
    expect(outcomes(settled)).toEqual([[0, null]]);
  });

  it("fails a payload whose reply has other bytes than expected", () => {
    const expected = Uint8Array.of(5, 6);
    const { settled, send, exchange } = exchangeRig({ replies: { at: () => expected } });
    const replies = receiptsOf(raw);
    const stamps = { status: "decoded", receivedAt: 1, decodedAt: 2 } as const;
    const payloads = [expected, undefined, Uint8Array.of(5), Uint8Array.of(5, 7)];
    for (const [sequence, payload] of payloads.entries()) {
      send(sequence);
      const reply = replies.encode({ sequence, ...stamps, ...(payload ? { payload } : {}) });
      exchange.onFrameOf(0)(joinFrame(reply));
    }
    expect(outcomes(settled)).toEqual([
      [0, null],
      [1, "REPLY_DAMAGED"],
      [2, "REPLY_DAMAGED"],
      [3, "REPLY_DAMAGED"],
    ]);
  });

  it("fails a payload whose reply has bytes that nobody asked for", () => {
    const { settled, send, exchange } = exchangeRig();
    send(0);
    const reply = {
      sequence: 0,
      status: "decoded",
      receivedAt: 1,
      decodedAt: 2,
      payload: Uint8Array.of(1),
    } as const;
    exchange.onFrameOf(0)(joinFrame(receiptsOf(raw).encode(reply)));
    expect(outcomes(settled)).toEqual([[0, "REPLY_DAMAGED"]]);
  });

  it("times out each payload separately, with one timer for all", async () => {
    const { clock, settled, send, timeouts } = exchangeRig();
    send(0);
    await clock.advance(400);
    send(1);
    expect(clock.waiting).toBe(1);
    await clock.advance(599);
    expect(settled).toEqual([]);
    await clock.advance(2);
    expect(outcomes(settled)).toEqual([[0, "PAYLOAD_TIMEOUT"]]);
    await clock.advance(400);
    expect(outcomes(settled)).toEqual([
      [0, "PAYLOAD_TIMEOUT"],
      [1, "PAYLOAD_TIMEOUT"],
    ]);
    expect([clock.waiting, timeouts()]).toEqual([0, 2]);
  });

  it("reports once when several payloads time out together", async () => {
    const { clock, send, timeouts } = exchangeRig();
    for (const sequence of [0, 1, 2]) send(sequence);
    await clock.advance(2_000);
    expect(timeouts()).toBe(1);
  });

  it("counts late replies, duplicates and invalid frames, and assigns them to no payload", async () => {
    const { clock, settled, send, reply, exchange } = exchangeRig();
    send(0);
    await clock.advance(2_000);
    reply(0); // late
    send(1);
    reply(1);
    reply(1); // duplicate
    exchange.onFrameOf(0)(new Uint8Array(3)); // invalid
    expect(settled.map(({ error }) => error?.code)).toEqual(["PAYLOAD_TIMEOUT", undefined]);
    expect([exchange.lateReplies, exchange.unexpectedReplies]).toEqual([1, 2]);
  });

  it("rejects a receipt whose stamps are not numbers", async () => {
    const receipts = {
      encode: binaryReceipts.encode,
      decode: (frame: Uint8Array) => ({ ...binaryReceipts.decode(frame), decodedAt: Number.NaN }),
    };
    const { clock, settled, send, reply, exchange } = exchangeRig({ codec: { ...raw, receipts } });
    send(0);
    reply(0);
    expect([exchange.unexpectedReplies, exchange.inFlight]).toEqual([1, 1]);
    await clock.advance(2_000);
    expect(outcomes(settled)).toEqual([[0, "PAYLOAD_TIMEOUT"]]);
  });

  it("prefers a reply that is already there when the timeout fires", async () => {
    const { clock, settled, send, reply } = exchangeRig();
    send(0);
    // The socket is read in the same turn of the event loop, after the timers.
    clock.setTimer(1_000.0005, () => reply(0));
    await clock.advance(2_000);
    expect(outcomes(settled)).toEqual([[0, null]]);
  });

  it("clears a sample before it is reused", async () => {
    const { clock, settled, send, reply } = exchangeRig();
    send(0);
    reply(0);
    send(1);
    await clock.advance(2_000);
    expect(settled[1]).toMatchObject({ sequence: 1, receivedAt: Number.NaN, acknowledgedAt: Number.NaN });
    send(2);
    reply(2);
    expect(settled[2]?.error).toBeUndefined();
  });

  it("leaves no timer behind after close", () => {
    const { clock, send, exchange } = exchangeRig();
    send(0);
    exchange.close();
    expect(clock.waiting).toBe(0);
  });
});

describe("an Exchange that cannot send", () => {
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
    const { settled, send } = exchangeRig({}, failing);
    send(0);
    await Promise.resolve();
    expect(settled[0]?.error).toEqual({ code: "SEND_FAILED", message });
  });

  it("fails no payload that was acknowledged before its send rejected", async () => {
    let reject = (_: Error) => {};
    const rejecting = () => new Promise<void>((_, refuse) => (reject = refuse));
    const { settled, send, reply } = exchangeRig({}, rejecting);
    send(0);
    reply(0);
    reject(new Error("too late"));
    await Promise.resolve();
    expect(outcomes(settled)).toEqual([[0, null]]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["does not return a frame", () => "text"],
    ["returns a list of other values", () => [1, 2]],
  ])("fails a payload whose codec %s, and sends nothing", (_, encode) => {
    const { settled, sent, send } = exchangeRig({ codec: { ...raw, encode: encode as never } });
    send(0);
    expect(outcomes(settled)).toEqual([[0, "ENCODE_FAILED"]]);
    expect(sent).toEqual([]);
  });

  it("fails a payload whose frame is too large, and sends nothing", () => {
    const { settled, sent, send } = exchangeRig({ maxFrameBytes: 10 });
    send(0);
    expect(outcomes(settled)).toEqual([[0, "FRAME_TOO_LARGE"]]);
    expect(sent).toEqual([]);
  });
});

describe("an Exchange that is stopped", () => {
  const gone = { code: "LINK_CLOSED", message: "gone" } as const;

  it("fails payloads in flight and later ones with the same reason", () => {
    const { clock, settled, sent, send, exchange } = exchangeRig();
    send(0);
    send(1);
    exchange.stop(gone);
    exchange.stop({ code: "ABORTED", message: "later" });
    send(2);
    expect(settled.map(({ error }) => error)).toEqual([gone, gone, gone]);
    expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect([exchange.inFlight, clock.waiting]).toEqual([0, 0]);
  });

  it("counts a later reply as unexpected", () => {
    const { settled, send, reply, exchange } = exchangeRig();
    send(0);
    exchange.stop(gone);
    reply(0);
    expect(settled).toHaveLength(1);
    expect(exchange.unexpectedReplies).toBe(1);
  });

  it("times out no payload while it is held", async () => {
    const { clock, settled, send, exchange, timeouts } = exchangeRig();
    send(0);
    // The timer has fired, but its turn of the event loop has not run yet.
    await clock.advance(1_000);
    expect(clock.waiting).toBe(1);
    exchange.hold();
    send(1);
    expect(clock.waiting).toBe(0);
    await clock.advance(10_000);
    expect([settled, timeouts()]).toEqual([[], 0]);
    exchange.stop(gone);
    expect(outcomes(settled)).toEqual([
      [0, "LINK_CLOSED"],
      [1, "LINK_CLOSED"],
    ]);
  });

  it("accepts replies while it is held", () => {
    const { settled, send, reply, exchange } = exchangeRig();
    send(0);
    exchange.hold();
    reply(0);
    expect(outcomes(settled)).toEqual([[0, null]]);
  });
});
