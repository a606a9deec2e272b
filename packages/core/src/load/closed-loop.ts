import { NS_PER_MS } from "../clock/clock.js";
import type { ClosedLoop } from "./load.js";
import { type Pacer, WHEN_SETTLED } from "./pacer.js";

/**
 * `concurrency` payloads are due at once; then each that settles makes one due, after the think time. All think alike, so
 * those that wait are in the order in which they settled.
 */
export function closedLoopPacer({
  concurrency,
  thinkTimeMs,
  count,
  durationMs,
}: Pick<ClosedLoop, "concurrency" | "thinkTimeMs" | "count" | "durationMs">): Pacer {
  const thinkNs = thinkTimeMs * NS_PER_MS;
  const endNs = durationMs === null ? Number.POSITIVE_INFINITY : durationMs * NS_PER_MS;
  // A ring: never more wait than are under way together. It begins full of zeros: all are due at the beginning.
  const waiting = new Float64Array(concurrency);
  let first = 0;
  let held = concurrency;
  let left = count ?? Number.POSITIVE_INFINITY;
  return {
    sendsUntil: endNs,
    due() {
      if (left === 0) return undefined;
      if (held === 0) return WHEN_SETTLED;
      const due = waiting[first] as number;
      return due < endNs ? due : undefined;
    },
    taken() {
      first = (first + 1) % concurrency;
      held--;
      left--;
    },
    settled(atNs) {
      waiting[(first + held) % concurrency] = atNs + thinkNs;
      held++;
    },
  };
}
