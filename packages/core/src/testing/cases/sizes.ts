import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { withPair } from "../pair.js";
import { answerOf, Traffic } from "../traffic.js";

/** Up to here, every size near a power of two is sent. Beyond, only three of them. */
const CLOSE_UP_TO = 2 ** 16;
/** How far a header can move a limit of a library: 4 bytes of length, 5 of gRPC, up to 14 of WebSocket. */
const NEAR = 16;
/** 16 MiB and 1 MiB. */
const HIGHEST_POWER = { upload: 24, push: 20 };
/** How many frames of up to this size are under way at once. Larger ones are alone. */
const AT_ONCE = 16;
const SMALL = 2 ** 14;
/** Replies are as large as their frames up to here. */
const LARGEST_REPLY = 2 ** 20;

/** Frames of very many sizes. Buffers and lengths in headers have their limits at powers of two. */
export const sizes: readonly ConformanceCase[] = inBothDirections(
  "carries frames of sizes around every power of two",
  (adapter, direction) => carriesSizes(adapter, direction, HIGHEST_POWER[direction]),
);

async function carriesSizes(adapter: Adapter, direction: Direction, highestPower: number): Promise<void> {
  const { ordered, maxFrameBytes = Number.POSITIVE_INFINITY } = adapter.supports;
  const largest = Math.min(2 ** highestPower + 1, maxFrameBytes);
  const limits = { maxFrameBytes: largest };
  for (const group of groupsUpTo(largest)) {
    const bytesOf = (id: number) => group[id] as number;
    const replyBytesOf = (id: number) => (bytesOf(id) <= LARGEST_REPLY + NEAR ? bytesOf(id) : 4);
    await withPair(adapter, { direction, limits, answer: answerOf({ replyBytesOf }) }, async (pair) => {
      const traffic = new Traffic(pair, { count: group.length, bytesOf, replyBytesOf, ordered });
      // Few at once, so that a failure is about a size.
      while (traffic.sent < group.length) {
        traffic.send(1);
        await traffic.settle(bytesOf(traffic.sent - 1) > SMALL ? 0 : AT_ONCE);
      }
      await traffic.finish();
    });
  }
}

/** The sizes for each pair: all small ones, then those around each larger power of two, then the largest. */
function groupsUpTo(largest: number): number[][] {
  const small = new Set<number>();
  const large: number[][] = [];
  for (let power = 2 ** 3; power <= CLOSE_UP_TO; power *= 2) {
    for (let size = power - NEAR; size <= power + NEAR; size++) if (size >= 4) small.add(size);
  }
  for (let power = CLOSE_UP_TO * 2; power < largest - 1; power *= 2)
    large.push([power - 1, power, power + 1]);
  return [[...small], ...large, [largest]]
    .map((group) => group.filter((size) => size <= largest))
    .filter((group) => group.length > 0);
}
