import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections, unless } from "../conformance-case.js";
import { type Ends, withEnds } from "../ends.js";
import { connectAll, exchange } from "../exchange-frames.js";
import { frameLimitOf, limitTooLarge } from "../frame-limit.js";
import type { OpenLink } from "../open-link.js";
import { numberedFrame, numberOf } from "../pair.js";
import { isPerConnection } from "../per-connection.js";
import { startCaseRelay } from "../relay.js";
import { soon, until } from "../waiting.js";

const LINKS = 12;
/** Longer than one read from a socket, so that the parts of frames of several links arrive in turn. */
const SIZES = [200_000, 100, 70_000];
const BURST = 20;

/** Several links of one listening end do not affect each other. */
export const severalLinks: readonly ConformanceCase[] = [
  ...inBothDirections("keeps the frames and replies of several links apart", keepsApart),
  ...inBothDirections("keeps the other links open when one closes", outlivesClose),
  ...unless(limitTooLarge, inBothDirections("keeps the other links open when one fails", outlivesFailure)),
  ...inBothDirections("keeps the other links open when one is reset", outlivesReset),
];

async function keepsApart(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    // One after the other, as core dials, and then several at the same time.
    const senders = await connectAll(ends, LINKS / 2);
    if (direction === "upload") {
      senders.push(...(await Promise.all(Array.from({ length: LINKS / 2 }, () => ends.dial()))));
    }
    await exchange(senders, SIZES);
    assertSeparate(adapter, ends, senders, direction);
    await exchange(senders, SIZES);
    for (const [index, { came }] of senders.entries()) {
      const expected = 2 * SIZES.length;
      assert.equal(came.length, expected, `link ${index} got replies to frames of other links`);
    }
  });
}

async function outlivesClose(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    const [first, ...others] = (await connectAll(ends, 4)) as [OpenLink, ...OpenLink[]];
    await exchange([first, ...others], [100]);
    for (let index = 0; index < BURST; index++) first.send([numberedFrame(index, 10_000)]);
    const exchanging = exchange(
      others,
      Array.from({ length: BURST }, () => 10_000),
      "while another link closed",
    );
    exchanging.catch(() => {});
    await soon(first.link.close(), "close of the first link");
    await exchanging;
    await exchange([await ends.connect()], [100], "on a new link, after another one had closed");
    const last = others.pop() as OpenLink;
    await soon(last.link.close(), "close of the last link");
    await exchange(others, [100], "after two other links had closed");
    assertOpen(others, "after other links had closed");
    if (!isPerConnection(adapter, ends, 5)) return;
    // The end that does not send closes now: in an upload, the listening one.
    const open = ends.accepted.filter(({ ended }) => ended === undefined);
    if (direction === "upload") {
      await soon((open[0] as OpenLink).link.close(), "close of an accepted link");
      await until(
        () => others.some(({ ended }) => ended !== undefined),
        () => "the dialling end did not see that its link was closed by the listening end",
      );
    }
    const left = others.filter(({ ended }) => ended === undefined);
    assert.equal(left.length, direction === "upload" ? 1 : 2, "an accepted link closed more than one link");
    await exchange(left, [100], "after an accepted link had closed");
  });
}

async function outlivesFailure(adapter: Adapter, direction: Direction): Promise<void> {
  const limit = frameLimitOf(adapter);
  await withEnds(adapter, { direction, limits: { maxFrameBytes: limit } }, async (ends) => {
    const [failing, ...others] = (await connectAll(ends, 3)) as [OpenLink, ...OpenLink[]];
    await exchange(others, [100]);
    failing.send([numberedFrame(0, limit + 1)]);
    await until(
      () => failing.ended !== undefined || failing.failures.length > 0,
      () => "a frame over the limit did not fail",
    );
    await exchange(others, [10_000], "after a frame over the limit on another link");
    await exchange([await ends.connect()], [100], "on a new link, after another one had failed");
    assertOpen(others, "after another link had failed");
  });
}

async function outlivesReset(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    const relay = await startCaseRelay(ends.endpoint.url);
    try {
      const others = await connectAll(ends, 2);
      const broken = await ends.dial({ url: relay.url });
      await exchange(others, [100]);
      for (const { dialling, listening } of relay.connections) {
        dialling.resetAndDestroy();
        listening.resetAndDestroy();
      }
      await until(
        () => broken.ended !== undefined,
        () => "a link stayed open after its connection was reset",
      );
      await exchange(others, [10_000], "after the connection of another link was reset");
      await exchange([await ends.connect()], [100], "on a new link, after another one was reset");
      assertOpen(others, "after another link was reset");
    } finally {
      await relay.close();
    }
  });
}

/** Each receiver must have got the frames of one sender. */
function assertSeparate(
  adapter: Adapter,
  ends: Ends,
  senders: readonly OpenLink[],
  direction: Direction,
): void {
  if (!isPerConnection(adapter, ends, senders.length) || direction === "push") return;
  for (const [index, { came }] of ends.accepted.entries()) {
    const from = new Set(came.map((frame) => Math.floor(numberOf(frame) / SIZES.length)));
    assert.equal(from.size, 1, `accepted link ${index} got the frames of links ${[...from].join(", ")}`);
  }
}

function assertOpen(links: readonly OpenLink[], when: string): void {
  for (const [index, { ended }] of links.entries()) {
    assert.equal(ended, undefined, `link ${index} closed ${when}`);
  }
}
