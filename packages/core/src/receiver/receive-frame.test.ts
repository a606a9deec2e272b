import { describe, expect, it } from "vitest";
import type { Codec } from "../codec/codec.js";
import { joinFrame } from "../codec/frame.js";
import { raw } from "../codec/raw.js";
import { binaryReceipts } from "../codec/receipt.js";
import { PayloadSet } from "../payload/payload-set.js";
import { manualClock } from "../testing/manual-clock.js";
import { FrameReceiver } from "./receive-frame.js";

const references = [Uint8Array.from([1, 1]), Uint8Array.from([2, 2])];

function setUp() {
  const clock = manualClock(7_000);
  const receiver = new FrameReceiver({
    codec: raw,
    clock,
    references: new PayloadSet([references]),
    replies: null,
  });
  const onFrame = receiver.onFrameOfLink();
  const receive = (sequence: number, payload: Uint8Array = references[sequence % 2] as Uint8Array) => {
    return binaryReceipts.decode(joinFrame(onFrame(joinFrame(raw.encode({ sequence, payload })))));
  };
  return { clock, receiver, onFrame, receive };
}

describe("FrameReceiver", () => {
  it("replies with number and stamps, and leaves the check of the payload for later", () => {
    const { receiver, receive } = setUp();
    expect(receive(0, Uint8Array.from([9]))).toEqual({
      sequence: 0,
      status: "decoded",
      receivedAt: 7_000,
      decodedAt: 7_000,
    });
    expect(receiver.counts()).toMatchObject({ received: 1, damaged: 1 });
  });

  it("checks a few small payloads in one later turn, and a large one in a turn of its own", async () => {
    const { clock, receive } = setUp();
    for (let sequence = 0; sequence < 7; sequence++) receive(sequence);
    expect(clock.waiting).toBe(0);
    for (let sequence = 7; sequence < 20; sequence++) receive(sequence);
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    expect(clock.waiting).toBe(0);
    receive(20, new Uint8Array(100_000));
    expect(clock.waiting).toBe(1);
  });

  it("checks each payload against the one with its number", async () => {
    const { clock, receiver, receive } = setUp();
    receiver.startPhase(10);
    receive(10, references[0]);
    receive(11, references[1]);
    receive(12, references[1]);
    await clock.advance(1);
    expect(receiver.counts()).toMatchObject({
      received: 3,
      damaged: 1,
      damagedSequences: [12],
      unchecked: 0,
    });
  });

  it.each([-1, -(2 ** 40), 2 ** 53, 0.5, Number.NaN])(
    "counts a message with the number %d as undecodable",
    (sequence) => {
      const payload = new Uint8Array(1);
      const codec: Codec = { ...raw, name: "odd", decode: () => ({ sequence, payload }) };
      const options = {
        codec,
        clock: manualClock(0),
        references: new PayloadSet([references]),
        replies: null,
      };
      const receiver = new FrameReceiver(options);
      const reply = binaryReceipts.decode(joinFrame(receiver.onFrameOfLink()(payload)));
      expect(reply).toMatchObject({ sequence: -1, status: "undecodable" });
      expect(receiver.counts()).toMatchObject({ received: 0, undecodable: 1 });
    },
  );

  it("counts duplicates, late messages of the same phase, and invalid frames", () => {
    const { receiver, onFrame, receive } = setUp();
    for (const sequence of [0, 2, 1, 2]) receive(sequence);
    const answer = binaryReceipts.decode(joinFrame(onFrame(new Uint8Array(3))));
    expect(answer).toMatchObject({ sequence: -1, status: "undecodable" });
    expect(receiver.counts()).toMatchObject({ received: 3, duplicated: 1, reordered: 1, undecodable: 1 });
    expect(receiver.counts().firstUndecodable).toMatch(/at least 8 bytes/);
  });

  it("resets with each phase, and ignores late messages of the previous one", () => {
    const { receiver, receive } = setUp();
    receive(0);
    receiver.startPhase(5);
    receive(1);
    receive(5, references[0]);
    expect(receiver.counts()).toMatchObject({ received: 1, duplicated: 0, reordered: 0, damaged: 0 });
  });

  it("counts an order for each link, as links have no common one", () => {
    const { receiver } = setUp();
    const links = [receiver.onFrameOfLink(), receiver.onFrameOfLink()];
    const receive = (link: number, sequence: number) => {
      const payload = references[sequence % 2] as Uint8Array;
      links[link]?.(joinFrame(raw.encode({ sequence, payload })));
    };
    for (const sequence of [1, 3, 5]) receive(1, sequence);
    for (const sequence of [0, 4, 2]) receive(0, sequence);
    expect(receiver.counts()).toMatchObject({ received: 6, reordered: 1, damaged: 0, highestSequence: 5 });
    receiver.startPhase(6);
    for (const sequence of [7, 6]) receive(sequence - 6, sequence);
    expect(receiver.counts()).toMatchObject({ received: 2, reordered: 0 });
  });

  it("counts payloads that it could not check", () => {
    const references = { at: () => undefined };
    const receiver = new FrameReceiver({ codec: raw, clock: manualClock(), references, replies: null });
    receiver.onFrameOfLink()(joinFrame(raw.encode({ sequence: 0, payload: new Uint8Array(1) })));
    expect(receiver.counts()).toMatchObject({ received: 1, unchecked: 1, damaged: 0 });
  });

  it("takes bounded memory for numbers that are far apart, and counts such messages as undecodable", () => {
    const { receiver, receive } = setUp();
    const sent = 20_000;
    for (let index = 0; index < sent; index++) receive(index * 2 ** 30);
    const { received, undecodable, firstUndecodable } = receiver.counts();
    expect(received).toBeGreaterThan(10_000);
    expect(received).toBeLessThan(17_000);
    expect(received + undecodable).toBe(sent);
    expect(firstUndecodable).not.toBeNull();
    receiver.startPhase(0);
    receive(0);
    expect(receiver.counts()).toMatchObject({ received: 1, undecodable: 0 });
  });

  it("keeps no commands to a terminal of what a codec says about a frame", () => {
    const codec: Codec = {
      ...raw,
      decode(frame) {
        throw new Error(`cannot decode ${Buffer.from(frame).toString()}`);
      },
    };
    const receiver = new FrameReceiver({
      codec,
      clock: manualClock(),
      references: { at: () => undefined },
      replies: null,
    });
    receiver.onFrameOfLink()(Buffer.from("\u001b[31mred\u0007".repeat(10_000)));
    const { firstUndecodable = "" } = receiver.counts();
    expect(firstUndecodable).toContain("red");
    expect(firstUndecodable).not.toMatch(/\p{Cc}/u);
    expect(firstUndecodable?.length).toBeLessThan(5_000);
  });
});
