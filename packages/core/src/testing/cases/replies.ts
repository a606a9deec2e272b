import assert from "node:assert/strict";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { numberedFrame, numberOf, type Pair, withPair } from "../pair.js";
import { until } from "../waiting.js";

const CONCURRENT = 1_000;

/** Replies that go back to where they belong. */
export const replies: readonly ConformanceCase[] = [
  ...inBothDirections("brings each reply before the next frame is sent", (adapter, direction) =>
    withPair(adapter, { direction }, async (pair) => {
      for (let id = 0; id < 20; id++) {
        pair.send([numberedFrame(id, 200)]);
        await replied(pair, id + 1);
        assert.equal(
          numberOf(pair.replies[id] as Uint8Array),
          id,
          `the reply to frame ${id} must be its own`,
        );
        assert.equal(pair.received.length, id + 1, `frame ${id} must be handed over once`);
      }
    }),
  ),
  ...inBothDirections(
    `answers ${CONCURRENT} concurrent frames, each with its own reply`,
    (adapter, direction) =>
      withPair(adapter, { direction }, async (pair) => {
        for (let id = 0; id < CONCURRENT; id++) pair.send([numberedFrame(id, 100 + (id % 50))]);
        await replied(pair, CONCURRENT);
        const ids = pair.replies.map(numberOf).sort((a, b) => a - b);
        assert.deepEqual(ids, [...ids.keys()], "every frame must get one reply, its own");
        assert.equal(pair.received.length, CONCURRENT, "every frame must be handed over once");
        for (const frame of pair.received) {
          assert.equal(
            frame.byteLength,
            100 + (numberOf(frame) % 50),
            `the length of frame ${numberOf(frame)}`,
          );
        }
      }),
  ),
  ...inBothDirections("keeps the order that it claims", (adapter, direction) =>
    withPair(adapter, { direction }, async (pair) => {
      for (let id = 0; id < CONCURRENT; id++) pair.send([numberedFrame(id, id % 10 === 0 ? 20_000 : 50)]);
      await replied(pair, CONCURRENT);
      assert.deepEqual(
        pair.received.map(numberOf),
        [...pair.received.keys()],
        "frames must arrive in the order sent",
      );
      assert.deepEqual(
        pair.replies.map(numberOf),
        [...pair.replies.keys()],
        "replies must come in that order, too",
      );
    }),
  ).map(
    (one): ConformanceCase => ({
      ...one,
      doesNotApply: (adapter) =>
        adapter.supports.ordered ? one.doesNotApply?.(adapter) : "order is not claimed",
    }),
  ),
];

async function replied(pair: Pair, count: number): Promise<void> {
  await until(
    () => pair.replies.length >= count || pair.errors.length > 0,
    () => `${pair.replies.length} of ${count} replies came, ${pair.received.length} frames had arrived`,
  );
  if (pair.errors.length > 0) throw pair.errors[0];
}
