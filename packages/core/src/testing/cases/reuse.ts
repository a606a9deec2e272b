import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { numberedFrame } from "../pair.js";
import { openRelayedPair } from "../relayed-pair.js";
import { until } from "../waiting.js";

const FRAMES = 10;

/** What a link costs is paid once, not for each frame. */
export const reuse: readonly ConformanceCase[] = inBothDirections(
  "uses its connections again, and dials none for a frame",
  usesAgain,
);

async function usesAgain(adapter: Adapter, direction: Direction): Promise<void> {
  const { pair, relay, close } = await openRelayedPair(adapter, { direction }, null);
  const exchange = async (frames: number) => {
    for (let frame = 0; frame < frames; frame++) {
      const due = pair.replies.length + 1;
      pair.send([numberedFrame(due, 200)]);
      await until(
        () => pair.replies.length >= due,
        () => `frame ${due} got no reply`,
      );
    }
  };
  try {
    // Some libraries connect with the first frame.
    await exchange(1);
    const { connections } = relay.read();
    await exchange(FRAMES);
    const dialled = relay.read().connections - connections;
    assert.equal(dialled, 0, `${dialled} new TCP connections for ${FRAMES} frames, one after the other`);
  } finally {
    await close();
  }
}
