import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import type { Frame } from "../../codec/frame.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { numberedFrame, numberOf, type Pair, withPair } from "../pair.js";
import { until } from "../waiting.js";

const EMPTY = new Uint8Array(0);
/** Three ways to write an empty reply, among others that are not empty. */
const REPLIES: readonly Frame[] = [
  [],
  [Buffer.of(1, 2, 3, 4)],
  [EMPTY],
  [EMPTY, EMPTY],
  [EMPTY, Buffer.of(1)],
];
const AT_ONCE = 200;

/** A reply of 0 bytes is a reply. */
export const emptyReplies: readonly ConformanceCase[] = inBothDirections(
  "delivers empty replies",
  deliversEmpty,
);

async function deliversEmpty(adapter: Adapter, direction: Direction): Promise<void> {
  const replyTo = (id: number) => REPLIES[id % REPLIES.length] as Frame;
  const lengthOf = (id: number) => Buffer.concat(replyTo(id)).byteLength;
  await withPair(adapter, { direction, answer: (frame) => replyTo(numberOf(frame)) }, async (pair) => {
    for (const id of REPLIES.keys()) {
      pair.send([numberedFrame(id, 20)]);
      await replied(pair, id + 1);
      assert.equal(pair.replies[id]?.byteLength, lengthOf(id), `the length of the reply to frame ${id}`);
    }
    pair.replies.length = 0;
    for (let id = 0; id < AT_ONCE; id++) pair.send([numberedFrame(id, 20)]);
    await replied(pair, AT_ONCE);
    const lengths = pair.replies.map((reply) => reply.byteLength);
    const expected = Array.from({ length: AT_ONCE }, (_, id) => lengthOf(id));
    if (!adapter.supports.ordered) for (const list of [lengths, expected]) list.sort((a, b) => a - b);
    assert.deepEqual(lengths, expected, `the lengths of the replies to ${AT_ONCE} frames`);
  });
}

async function replied(pair: Pair, count: number): Promise<void> {
  await until(
    () => pair.replies.length >= count || pair.errors.length > 0,
    () => {
      const empty = pair.replies.filter((reply) => reply.byteLength === 0).length;
      return `${pair.replies.length} of ${count} replies arrived, ${empty} of them empty`;
    },
    () => pair.replies.length,
  );
  if (pair.errors.length > 0) throw pair.errors[0];
}
