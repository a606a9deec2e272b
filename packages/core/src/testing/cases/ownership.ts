import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { type Frame, joinFrame } from "../../codec/frame.js";
import { randomBytes } from "../../payload/random.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { fitting } from "../frame-limit.js";
import { numberOf, openPair, withPair } from "../pair.js";
import { answerOf, Traffic } from "../traffic.js";
import { until } from "../waiting.js";

const SIZES = [12, 100, 1_000, 20_000, 100_000];
/** Core sends the same payload again and again, also before it has left. */
const TIMES = 8;

/** Whose bytes may change: nobody's. */
export const ownership: readonly ConformanceCase[] = [
  ...inBothDirections("changes neither frames nor replies, nor the bytes beside them", changesNothing),
  ...inBothDirections(
    "does not write to frames and replies that it handed over, even after a close",
    keepsHandedOver,
  ),
];

async function changesNothing(adapter: Adapter, direction: Direction): Promise<void> {
  const sizes = SIZES.map((size) => fitting(adapter, size));
  const frames = sizes.map(inParts);
  const replies = sizes.map(inParts);
  const ofSize = (frame: Uint8Array) => replies[numberOf(frame)]?.frame;
  await withPair(adapter, { direction, answer: ofSize }, async (pair) => {
    for (let index = 0; index < TIMES; index++) for (const { frame } of frames) pair.send(frame);
    const count = TIMES * SIZES.length;
    const missing = await until(
      () => pair.replies.length === count || pair.errors.length > 0,
      () =>
        `${pair.replies.length} of ${count} replies arrived, after ${SIZES.length} frames were sent ${TIMES} times each`,
      () => pair.received.length + pair.replies.length,
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    // A change may be why replies are missing, so it is told first.
    for (const [index, size] of sizes.entries()) {
      frames[index]?.assertSame(`a frame of ${size} bytes`);
      replies[index]?.assertSame(`a reply of ${size} bytes`);
    }
    for (const [what, sent, arrived] of [
      ["frame", frames, pair.received],
      ["reply", replies, pair.replies],
    ] as const) {
      for (const bytes of arrived) {
        const expected = sent[numberOf(bytes)]?.before;
        assert(
          expected && Buffer.compare(bytes, expected) === 0,
          `a ${what} that was sent ${TIMES} times arrived changed`,
        );
      }
    }
    if (pair.errors.length > 0) throw pair.errors[0];
    if (missing !== undefined) throw missing;
  });
}

/** A frame whose parts are inside a larger buffer, and the check that nothing of it has changed. */
function inParts(size: number, number: number) {
  const margin = 64;
  const around = Buffer.from(randomBytes(size + 3 * margin, number + 1));
  around.writeUInt32BE(number, margin);
  const cut = margin + Math.floor(size / 3);
  // Between both parts are bytes that belong to neither.
  const frame: Frame = [around.subarray(margin, cut), around.subarray(cut + margin, size + 2 * margin)];
  const parts = [...frame];
  const before = { around: Buffer.from(around), bytes: Buffer.from(joinFrame(frame)) };
  return {
    frame,
    before: before.bytes,
    assertSame(what: string) {
      assert(
        frame.length === parts.length && frame.every((part, index) => part === parts[index]),
        `the adapter changed the list of parts of ${what}`,
      );
      const at = around.findIndex((byte, index) => byte !== before.around[index]);
      assert(at < 0, `the adapter wrote to ${what} that it was given, or beside it, at byte ${at - margin}`);
    },
  };
}

async function keepsHandedOver(adapter: Adapter, direction: Direction): Promise<void> {
  const sizes = {
    bytesOf: (id: number) => fitting(adapter, SIZES[id % SIZES.length] as number),
    replyBytesOf: (id: number) => 4 + (id % 3) * 700,
  };
  const pair = await openPair(adapter, { direction, answer: answerOf(sizes) });
  const traffic = new Traffic(pair, { ...sizes, count: 200, ordered: false });
  for (let batch = 0; batch < 20; batch++) {
    traffic.send(10);
    await traffic.settle();
  }
  traffic.checkAgain();
  await pair.close();
  traffic.checkAgain();
}
