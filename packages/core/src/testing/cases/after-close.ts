import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { messageOf } from "../../failure/wireduel-error.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { type Ends, withEnds } from "../ends.js";
import { connectAll, exchange } from "../exchange-frames.js";
import type { OpenLink } from "../open-link.js";
import { numberedFrame } from "../pair.js";
import { isPerConnection } from "../per-connection.js";
import { longEnough } from "../promptly.js";
import { soon, until } from "../waiting.js";

const FRAMES = 300;

/** After a link has closed, nothing happens on it any more. */
export const afterClose: readonly ConformanceCase[] = [
  ...inBothDirections("hands over nothing after its dialled link has closed", (adapter, direction) =>
    staysSilent(adapter, direction, (ends) => ends.dialled[1]),
  ),
  ...inBothDirections("hands over nothing after its accepted link has closed", (adapter, direction) =>
    staysSilent(adapter, direction, (ends) =>
      isPerConnection(adapter, ends, 2) ? ends.accepted[1] : undefined,
    ),
  ),
  ...inBothDirections("does nothing when it sends on a closed link", sendsNothing),
];

async function staysSilent(
  adapter: Adapter,
  direction: Direction,
  endOf: (ends: Ends) => OpenLink | undefined,
): Promise<void> {
  for (const how of ["close", "abort"] as const) {
    await withEnds(adapter, { direction }, async (ends) => {
      const [other, sender] = (await connectAll(ends, 2)) as [OpenLink, OpenLink];
      await exchange([other, sender], [100]);
      const closing = endOf(ends);
      if (closing === undefined) return;
      for (let id = 0; id < FRAMES; id++) sender.send([numberedFrame(id, 10_000)]);
      await until(
        () => closing.came.length > 1,
        () => "no frame and no reply came",
      );
      if (how === "abort") closing.abort();
      await soon(
        how === "close" ? closing.link.close() : closing.link.closed,
        `the end of a link after ${how}`,
      );
      const before = closing.came.length;
      await longEnough();
      assert.equal(closing.came.length, before, `\`onFrame\` was called after the link had closed (${how})`);
    });
  }
}

async function sendsNothing(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    const sender = await ends.connect();
    await exchange([sender], [100]);
    await soon(sender.link.close(), "close of a link");
    for (const bytes of [100, 100_000]) {
      try {
        await soon(
          Promise.resolve(sender.link.send([numberedFrame(1, bytes)])).catch(() => {}),
          "a send on a closed link",
        );
      } catch (error) {
        assert.fail(`a send on a closed link must not throw or hang: ${messageOf(error)}`);
      }
    }
    await longEnough();
    assert.equal(sender.came.length, 1, "a frame that was sent on a closed link got a reply");
  });
}
