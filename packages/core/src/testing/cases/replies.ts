import assert from "node:assert/strict";
import type { Adapter, Link } from "../../adapter/contract.js";
import { type Frame, wholeFrame } from "../../codec/frame.js";
import { admitting } from "../admission.js";
import { Arrivals } from "../arrivals.js";
import { type ConformanceCase, inBothDirections, withoutPush } from "../conformance-case.js";
import { dial, listen, senderContext } from "../open-ends.js";
import { numberedFrame, numberOf, type Pair, withPair } from "../pair.js";
import { cleanUp, soon, until } from "../waiting.js";

const CONCURRENT = 1_000;
const LINKS = 3;

/** Each reply belongs to its own frame. */
export const replies: readonly ConformanceCase[] = [
  ...inBothDirections("delivers each reply before the next frame is sent", (adapter, direction) =>
    withPair(adapter, { direction }, async (pair) => {
      for (let id = 0; id < 20; id++) {
        pair.send([numberedFrame(id, 200)]);
        await replied(pair, id + 1);
        assert.equal(numberOf(pair.replies[id] as Uint8Array), id, `frame ${id} must get its own reply`);
        assert.equal(pair.received.length, id + 1, `frame ${id} must be delivered once`);
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
        assert.deepEqual(ids, [...ids.keys()], "every frame must get exactly one reply, its own");
        assert.equal(pair.received.length, CONCURRENT, "every frame must be delivered once");
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
        "frames must arrive in the order in which they were sent",
      );
      assert.deepEqual(
        pair.replies.map(numberOf),
        [...pair.replies.keys()],
        "replies must arrive in the same order",
      );
    }),
  ).map(
    (one): ConformanceCase => ({
      ...one,
      doesNotApply: (adapter) =>
        adapter.supports.ordered ? one.doesNotApply?.(adapter) : "order is not claimed",
    }),
  ),
  {
    name: "push: hands over each reply with the context of its own link",
    doesNotApply: withoutPush,
    run: (createAdapter) => separatesLinks(createAdapter()),
  },
];

async function replied(pair: Pair, count: number): Promise<void> {
  await until(
    () => pair.replies.length >= count || pair.errors.length > 0,
    () =>
      `${Arrivals.of("frames", count, pair.received.map(numberOf)).describe()}. ` +
      Arrivals.of("replies", count, pair.replies.map(numberOf)).describe(),
    () => pair.received.length + pair.replies.length,
  );
  if (pair.errors.length > 0) throw pair.errors[0];
}

/** A link that a sender accepted, and the numbers of the replies delivered with its context. */
interface Accepted {
  readonly link: Link;
  readonly replies: number[];
}

/**
 * A listening sender sends a different frame over each link. Each reply must be delivered with its link's
 * context.
 */
async function separatesLinks(adapter: Adapter): Promise<void> {
  const controller = new AbortController();
  const sender = senderContext(adapter, controller.signal);
  const accepted: Accepted[] = [];
  const listener = await soon(
    listen(adapter, {
      ...sender,
      host: "127.0.0.1",
      port: 0,
      ...admitting(adapter, (open) => {
        const replies: number[] = [];
        const link = open({
          ...sender,
          onFrame(frame) {
            replies.push(numberOf(wholeFrame(frame)));
            return undefined;
          },
        });
        accepted.push({ link, replies });
      }),
      onError() {},
    }),
    "listen",
  );
  try {
    const receiver = {
      ...sender,
      role: "receiver",
      onFrame: (frame: Uint8Array | Frame) => [wholeFrame(frame).slice(0, 4)],
    } as const;
    for (let index = 0; index < LINKS; index++) {
      await soon(dial(adapter, listener.endpoint, receiver), "dial");
    }
    await until(
      () => accepted.length >= LINKS,
      () => `\`accept\` was called ${accepted.length} times for ${LINKS} connections`,
    );
    // Four bytes that are also text, as the codec of the adapter may be text.
    for (const [index, { link }] of accepted.entries()) void link.send([numberedFrame(index, 4)]);
    await until(
      () => accepted.reduce((count, { replies }) => count + replies.length, 0) >= LINKS,
      () => "a frame got no reply",
    );
    assert.deepEqual(
      accepted.map(({ replies }) => replies),
      Array.from({ length: LINKS }, (_, index) => [index]),
      "a reply must be delivered with the context of its own link",
    );
  } finally {
    controller.abort();
    await cleanUp(listener.close());
  }
}
