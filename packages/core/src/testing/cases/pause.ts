import { setTimeout as sleep } from "node:timers/promises";
import type { Direction } from "../../adapter/contract.js";
import type { ConformanceCase, CreateAdapter } from "../conformance-case.js";
import { openPair, type Pair } from "../pair.js";
import { delayOf, ResourceScope, repeats } from "../resource-scope.js";
import { Traffic } from "../traffic.js";
import { cleanUp, timeouts } from "../waiting.js";

/** A timer of up to this delay may be an idle timeout. The pause is so long that it ends. */
const LONGEST_TIMER_MS = 8_000;
const MARGIN_MS = 500;
const FRAMES = 4;

const pauses = new WeakMap<CreateAdapter, Promise<void>>();

/** A link on which nothing happens for a while. */
export const pause: readonly ConformanceCase[] = [
  {
    name: "carries frames after a pause of seconds, the first one too",
    async run(createAdapter) {
      const paused = startPause(createAdapter);
      pauses.delete(createAdapter);
      await paused;
    },
  },
];

/** Cases that take long call this first, so that the pause is over when its own case begins. */
export function startPause(createAdapter: CreateAdapter): Promise<void> {
  const paused = pauses.get(createAdapter) ?? pauseLinks(createAdapter);
  pauses.set(createAdapter, paused);
  // Its case may not be selected.
  paused.catch(() => {});
  return paused;
}

interface Idle {
  readonly pair: Pair;
  readonly traffic: Traffic;
  ended: string | undefined;
}

async function pauseLinks(createAdapter: CreateAdapter): Promise<void> {
  const { push } = createAdapter().supports;
  const directions: readonly Direction[] = push ? ["upload", "push"] : ["upload"];
  const scope = new ResourceScope();
  const idle: Idle[] = [];
  try {
    for (const direction of directions) {
      idle.push(await scope.run(() => openIdle(createAdapter, direction)));
    }
    scope.stop();
    await sleep(timeouts.pauseMs);
    await sleep(moreMs(scope));
    for (const { traffic, ended } of idle) {
      if (ended !== undefined) throw new Error(`an idle link closed: ${ended}`);
      traffic.send(1);
      await traffic.finish();
      traffic.send(FRAMES);
      await traffic.finish();
    }
  } finally {
    scope.stop();
    for (const { pair } of idle) await cleanUp(pair.close());
  }
}

/** How long the pause must still be for all timers that may be idle timeouts. */
function moreMs(scope: ResourceScope): number {
  const ends = scope.timers
    .filter((timer) => delayOf(timer) <= LONGEST_TIMER_MS)
    // A timer that repeats may act only when it finds the link idle for the second time.
    .map((timer) => delayOf(timer) * (repeats(timer) ? 2 : 1) + MARGIN_MS);
  return Math.max(0, ...ends.map((endMs) => endMs - timeouts.pauseMs));
}

async function openIdle(createAdapter: CreateAdapter, direction: Direction): Promise<Idle> {
  const adapter = createAdapter();
  const pair = await openPair(adapter, { direction });
  const { ordered } = adapter.supports;
  const traffic = new Traffic(pair, { count: 2 * FRAMES + 1, bytesOf: () => 200, ordered });
  const idle: Idle = { pair, traffic, ended: undefined };
  void pair.sender.closed.then((reason) => {
    idle.ended = String(reason ?? "without a reason");
  });
  traffic.send(FRAMES);
  await traffic.finish();
  return idle;
}
