import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { collectGarbage } from "../collect-garbage.js";
import { type ConformanceCase, inBothDirections, unless } from "../conformance-case.js";
import { frameLimitOf, limitTooLarge } from "../frame-limit.js";
import { numberedFrame, openPair, withPair } from "../pair.js";
import { until } from "../waiting.js";

const MIB = 2 ** 20;

/** Limits for frames and memory. */
export const limits: readonly ConformanceCase[] = [
  ...unless(
    limitTooLarge,
    inBothDirections(
      "carries a frame of the limit, and refuses one of a byte more",
      async (adapter, direction) => {
        const limit = frameLimitOf(adapter);
        const pair = await openPair(adapter, { direction, limits: { maxFrameBytes: limit } });
        try {
          pair.send([numberedFrame(1, limit)]);
          await until(
            () => pair.replies.length === 1,
            () => "a frame of exactly the limit got no reply",
          );

          let closed = false;
          void pair.sender.closed.then(() => {
            closed = true;
          });
          pair.send([numberedFrame(2, limit + 1)]);
          await until(
            () => closed || pair.errors.length > 0 || pair.received.length > 1,
            () =>
              "a frame over the limit was not delivered, but there is no error and the link is still open",
          );
          assert.equal(
            pair.received.length,
            1,
            `a frame of ${limit + 1} bytes was delivered, but the limit is ${limit}`,
          );
        } finally {
          await pair.close();
        }
      },
    ),
  ),
  ...inBothDirections("needs no more memory for 64 MiB than is in flight", (adapter, direction) =>
    withPair(adapter, { direction }, async (pair) => {
      const inFlight = 4;
      const count = 64;
      const pass = async (from: number, frames: number) => {
        const first = pair.replies.length;
        for (let sent = 0; sent < frames; sent++) {
          pair.send([numberedFrame(from + sent, MIB)]);
          const due = first + sent + 1 - inFlight;
          await until(
            () => pair.replies.length > due || sent < inFlight,
            () => `reply ${due} did not arrive`,
          );
          pair.received.length = 0;
          // Makes the receiver slower than the sender.
          if (sent % 8 === 0) await sleep(2);
        }
        await until(
          () => pair.replies.length >= first + frames,
          () => `not all of ${frames} frames got a reply`,
        );
        pair.received.length = 0;
      };
      await pass(0, 8);
      const before = await bufferBytes();
      await pass(8, count);
      const grownMiB = ((await bufferBytes()) - before) / MIB;
      assert(grownMiB < 16, `memory grew by ${grownMiB.toFixed(0)} MiB after ${count} MiB had passed`);
    }),
  ),
];

async function bufferBytes(): Promise<number> {
  await collectGarbage();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
