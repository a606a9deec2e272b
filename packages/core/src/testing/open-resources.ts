import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "./patience.js";

/** How many of each kind of resource keep this process alive: sockets, servers, timers. */
export type OpenResources = ReadonlyMap<string, number>;

/** What is open now. */
export function openResources(): OpenResources {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Waits until no more is open than `before`; rejects with what still is. */
export async function nothingLeftOpen(before: OpenResources): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  let left = leftOpen(before);
  while (left.length > 0 && performance.now() < giveUpAt) {
    await sleep(20);
    left = leftOpen(before);
  }
  assert.deepEqual(left, [], "nothing that the adapter opened is left open");
}

function leftOpen(before: OpenResources): string[] {
  return [...openResources()].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} ${kind}`] : [];
  });
}
