import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import type { Adapter } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections, inlineOnly } from "../conformance-case.js";
import { openInProcess } from "../open-in-process.js";
import { watchResources } from "../open-resources.js";
import { numberedFrame, openPair } from "../pair.js";
import { openSingleLink } from "../single-link.js";
import { soon, until } from "../waiting.js";

/** Closing: the other end notices in time, and nothing stays open. */
export const endings: readonly ConformanceCase[] = [
  ...inBothDirections("closes twice, and leaves nothing open", async (adapter, direction) => {
    const watch = watchResources();
    const pair = await openPair(adapter, { direction });
    pair.send([numberedFrame(1, 1_000)]);
    await until(
      () => pair.replies.length === 1,
      () => "a frame got no reply",
    );
    await soon(pair.sender.close(), "the first close");
    const settled = await Promise.race([pair.sender.closed.then(() => true), turn().then(turn)]);
    assert.equal(settled, true, "close() resolved before `closed` did: something was still open");
    await soon(pair.sender.close(), "the second close");
    await soon(pair.sender.closed, "`closed` after a close");
    await pair.close();
    await soon(pair.listener.close(), "the listening end's second close");
    await watch.nothingLeft();
  }),
  ...inBothDirections("sees that the other end closed", async (adapter, direction) => {
    const pair = await openPair(adapter, { direction });
    pair.send([numberedFrame(1, 1_000)]);
    await until(
      () => pair.replies.length === 1,
      () => "a frame got no reply",
    );
    const other = direction === "upload" ? pair.listener : pair.dialled;
    const closing = soon(other.close(), "the other end's close with an open link");
    await soon(pair.sender.closed, "`closed` after the other end closed");
    await closing;
    await pair.close();
  }),
  {
    name: "sees that the other end's process was killed",
    doesNotApply: inlineOnly,
    run: (createAdapter) => seesKill(createAdapter()),
  },
  ...inBothDirections("gives up at once when aborted while sending", async (adapter, direction) => {
    const watch = watchResources();
    const pair = await openPair(adapter, { direction });
    for (let id = 0; id < 50; id++) pair.send([numberedFrame(id, 500_000)]);
    pair.abort();
    await soon(pair.sender.closed, "`closed` after the abort");
    await pair.close();
    await watch.nothingLeft();
  }),
];

async function seesKill(adapter: Adapter): Promise<void> {
  const { codec } = adapter;
  const other = await openInProcess(adapter);
  const { receiver, close } = other;
  try {
    const single = await openSingleLink(adapter, other);
    single.send(codec.encode({ sequence: 0, payload: numberedFrame(1, 1_000) }));
    await until(
      () => single.replies.length === 1,
      () => "a frame to another process got no reply",
    );
    process.kill(receiver.processId as number, "SIGKILL");
    await soon(single.link.closed, "`closed` after the other end's process was killed");
    // A send over a closed link must do nothing, or reject. It must not throw or hang.
    single.send(codec.encode({ sequence: 1, payload: numberedFrame(2, 1_000) }));
    await soon(single.link.close(), "close after the other end was killed");
    single.abort();
    assert.equal(single.replies.length, 1, "a killed process sent a reply");
  } finally {
    await close();
  }
}
