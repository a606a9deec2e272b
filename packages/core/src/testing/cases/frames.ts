import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { collectGarbage } from "../collect-garbage.js";
import { type ConformanceCase, inBothDirections, unless } from "../conformance-case.js";
import { numberedFrame, type Pair, withPair } from "../pair.js";
import { until } from "../waiting.js";

/**
 * Sizes around which headers change (125, 126, 65,535, 65,536), and one above a common default limit (4 MiB).
 */
const SIZES = [0, 1, 125, 126, 65_535, 65_536, 2 ** 20, 4 * 2 ** 20 + 1];

/** Frames arrive unchanged. */
export const frames: readonly ConformanceCase[] = [
  ...SIZES.flatMap((bytes) =>
    unless(
      overTheLimit(bytes),
      inBothDirections(`carries a frame of ${bytes} bytes unchanged`, (adapter, direction) =>
        withPair(adapter, { direction }, async (pair) => {
          const frame = numberedFrame(1, bytes).subarray(0, bytes);
          pair.send([frame]);
          await arrived(pair, 1);
          assertSame(pair.received[0], frame, `a frame of ${bytes} bytes`);
        }),
      ),
    ),
  ),
  ...inBothDirections("carries a frame of several parts as one", (adapter, direction) =>
    withPair(adapter, { direction }, async (pair) => {
      for (const lengths of [
        [8, 100],
        [8, 100_000],
        [0, 5, 0, 70_000, 1],
        [30_000, 30_000],
      ]) {
        const before = pair.received.length;
        const parts = lengths.map((bytes, index) => numberedFrame(index + 1, bytes).subarray(0, bytes));
        pair.send(parts);
        await arrived(pair, before + 1);
        assertSame(pair.received[before], Buffer.concat(parts), `parts of ${lengths.join(", ")} bytes`);
      }
    }),
  ),
  {
    name: "carries text where the codec is text",
    run: (createAdapter) =>
      withPair(createAdapter(), { codec: { name: "json-array", text: true } }, async (pair) => {
        const frame = Buffer.from(JSON.stringify({ text: "naïve — 漢字 🦊", filler: "x".repeat(70_000) }));
        pair.send([frame]);
        await arrived(pair, 1);
        assertSame(pair.received[0], frame, "a frame of UTF-8 text");
      }),
  },
  ...inBothDirections("does not change the frame it sends", doesNotChange),
  ...inBothDirections("does not keep the frames it sent", doesNotKeep),
  ...inBothDirections("does not write to bytes that it has handed over", (adapter, direction) =>
    withPair(adapter, { direction }, async (pair) => {
      const count = 20;
      for (let id = 0; id < count; id++) {
        pair.send([numberedFrame(id, 50_000)]);
        await arrived(pair, id + 1);
      }
      for (const [id, frame] of pair.received.entries()) {
        assertSame(frame, numberedFrame(id, 50_000), `frame ${id}, checked after ${count} had arrived`);
      }
    }),
  ),
];

/** Why frames of this size cannot be tested. */
function overTheLimit(bytes: number): (adapter: Adapter) => string | undefined {
  return ({ supports: { maxFrameBytes = bytes } }) =>
    bytes > maxFrameBytes ? `its library receives at most ${maxFrameBytes} bytes` : undefined;
}

async function doesNotChange(adapter: Adapter, direction: Direction): Promise<void> {
  await withPair(adapter, { direction }, async (pair) => {
    for (const bytes of [100, 100_000]) {
      const frame = numberedFrame(1, bytes);
      const before = pair.received.length;
      pair.send([frame.subarray(0, 8), frame.subarray(8)]);
      await arrived(pair, before + 1);
      assertSame(frame, numberedFrame(1, bytes), "the sender's own buffer after the send");
    }
  });
}

async function doesNotKeep(adapter: Adapter, direction: Direction): Promise<void> {
  const count = 32;
  // A library may keep its last write until the next one.
  const allowed = 4;
  await withPair(adapter, { direction }, async (pair) => {
    const sent: WeakRef<Uint8Array>[] = [];
    for (let id = 0; id < count; id++) {
      const frame = numberedFrame(id, 100_000);
      sent.push(new WeakRef(frame));
      pair.send([frame]);
      await until(
        () => pair.replies.length > id,
        () => `frame ${id} got no reply`,
      );
      pair.received.length = 0;
    }
    await collectGarbage();
    const kept = sent.filter((frame) => frame.deref() !== undefined).length;
    assert(kept <= allowed, `${kept} of ${count} frames are still in memory after they were acknowledged`);
  });
}

async function arrived(pair: Pair, count: number): Promise<void> {
  await until(
    () => pair.received.length >= count || pair.errors.length > 0,
    () => `${pair.received.length} of ${count} frames arrived`,
  );
  if (pair.errors.length > 0) throw pair.errors[0];
}

function assertSame(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  assert(actual, `${what}: arrived`);
  assert.equal(actual.byteLength, expected.byteLength, `${what}: length`);
  if (Buffer.compare(actual, expected) === 0) return;
  const at = expected.findIndex((byte, index) => actual[index] !== byte);
  assert.fail(`${what}: byte ${at} was ${expected[at]}, arrived as ${actual[at]}`);
}
