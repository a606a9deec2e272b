import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections, unless } from "../conformance-case.js";
import { withEnds } from "../ends.js";
import { exchange } from "../exchange-frames.js";
import { frameLimitOf, limitTooLarge } from "../frame-limit.js";
import type { OpenLink } from "../open-link.js";
import { numberedFrame } from "../pair.js";
import { isPerConnection } from "../per-connection.js";
import { startCaseRelay } from "../relay.js";
import { until } from "../waiting.js";

/** `closed` has the error with which a link closed. */
export const reasons: readonly ConformanceCase[] = [
  ...inBothDirections("gives the reason when a connection is reset", afterReset),
  ...unless(limitTooLarge, inBothDirections("gives the reason when it refuses a frame", afterRefusal)),
];

async function afterReset(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    const relay = await startCaseRelay(ends.endpoint.url);
    try {
      await exchange([await ends.connect(), await ends.connect({ url: relay.url })], [1_000]);
      for (const { dialling, listening } of relay.connections) {
        dialling.resetAndDestroy();
        listening.resetAndDestroy();
      }
      await closesWithError(ends.dialled[1] as OpenLink, "the dialled link, after its connection was reset");
      if (!isPerConnection(adapter, ends, 2)) return;
      await closesWithError(
        ends.accepted[1] as OpenLink,
        "the accepted link, after its connection was reset",
      );
    } finally {
      await relay.close();
    }
  });
}

async function afterRefusal(adapter: Adapter, direction: Direction): Promise<void> {
  const limit = frameLimitOf(adapter);
  await withEnds(adapter, { direction, limits: { maxFrameBytes: limit } }, async (ends) => {
    const sender = await ends.connect();
    await exchange([sender], [100]);
    sender.send([numberedFrame(0, limit + 1)]);
    await until(
      () => sender.ended !== undefined || sender.failures.length > 0,
      () => "a frame over the limit did not fail",
    );
    const receiver = (direction === "upload" ? ends.accepted : ends.dialled)[0];
    // If each frame is a call, only the call fails.
    if (sender.failures.length > 0 || receiver === undefined) return;
    await closesWithError(receiver, "the link that refused a frame over the limit");
  });
}

async function closesWithError(link: OpenLink, which: string): Promise<void> {
  await until(
    () => link.ended !== undefined,
    () => `\`closed\` of ${which}: did not resolve`,
  );
  const { reason } = link.ended ?? {};
  const wanted = `\`closed\` of ${which}: resolves with the error`;
  assert(reason instanceof Error && reason.message !== "", `${wanted}, not with ${String(reason)}`);
}
