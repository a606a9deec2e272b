import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { openEnds } from "../ends.js";
import { connectAll, exchange } from "../exchange-frames.js";
import { cleanUp, soon, until } from "../waiting.js";

const SMALL = 10_000;
const LARGE = 500_000;
const FRAMES = [100, SMALL, 1_000];

/** Several listening ends of one adapter, in one process, do not affect each other. */
export const severalEnds: readonly ConformanceCase[] = [
  ...inBothDirections("keeps two listening ends of one adapter apart", keepsApart),
  ...inBothDirections("keeps one listening end open when another closes", outlivesClose),
];

async function keepsApart(adapter: Adapter, direction: Direction): Promise<void> {
  // Different in everything that the context of an end has.
  const small = await openEnds(adapter, { direction, limits: { maxFrameBytes: SMALL } });
  const text = { name: "json-array", text: true };
  const answer = () => [Buffer.from("other")];
  const large = await openEnds(adapter, { direction, limits: { maxFrameBytes: LARGE }, codec: text, answer });
  try {
    assert.notEqual(small.endpoint.url, large.endpoint.url, "two listening ends have different endpoints");
    const [toSmall, toLarge] = [await small.connect(), await large.connect()];
    await exchange([toSmall], FRAMES, "on the listening end that opened first");
    toLarge.send([Buffer.alloc(LARGE, "x")]);
    await until(
      () => toLarge.came.length > 0,
      () => `a frame of ${LARGE} bytes got no reply, although that is the limit of its end`,
    );
    assert.equal(String(toLarge.came[0]), "other", "a reply came from another listening end");
    await exchange([toSmall], FRAMES, "after a frame on another listening end");
    if (adapter.supports.maxFrameBytes !== undefined) return;
    toSmall.send([new Uint8Array(SMALL + 1)]);
    await until(
      () =>
        toSmall.ended !== undefined || toSmall.failures.length > 0 || toSmall.came.length > 2 * FRAMES.length,
      () => "a frame over the limit did not fail",
    );
    assert.equal(toSmall.came.length, 2 * FRAMES.length, "a listening end has the limit of another one");
    toLarge.send([Buffer.from("x")]);
    await until(
      () => toLarge.came.length > 1,
      () => "a frame got no reply after a frame over the limit on another listening end",
    );
  } finally {
    await cleanUp(Promise.allSettled([small.close(), large.close()]));
  }
}

async function outlivesClose(adapter: Adapter, direction: Direction): Promise<void> {
  const [first, second] = [await openEnds(adapter, { direction }), await openEnds(adapter, { direction })];
  try {
    const links = [...(await connectAll(second, 2)), await first.connect()];
    await exchange(links, FRAMES);
    const toFirst = links.pop();
    await soon(first.listener.close(), "close of a listening end with an open link");
    await until(
      () => toFirst?.ended !== undefined,
      () => "a link stayed open after its listening end had closed",
    );
    await exchange(links, FRAMES, "after another listening end had closed");
    await exchange([await second.connect()], FRAMES, "on a new link, after another listening end had closed");
    for (const { ended } of links) assert.equal(ended, undefined, "a link closed with another listening end");
  } finally {
    await cleanUp(Promise.allSettled([first.close(), second.close()]));
  }
}
