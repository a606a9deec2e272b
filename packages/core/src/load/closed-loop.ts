import { NS_PER_MS } from "../clock/clock.js";
import type { ClosedLoop } from "./load.js";
import { type Pacer, WHEN_SETTLED } from "./pacer.js";

/**
 * At the start, `concurrency` payloads are due. Then each payload that settles makes the next one due, after
 * the think time. The think time is constant, so payloads become due in the order in which the earlier ones
 * settled.
 */
export function closedLoopPacer({
  concurrency,
  thinkTimeMs,
  count,
  durationMs,
}: Pick<ClosedLoop, "concurrency" | "thinkTimeMs" | "count" | "durationMs">): Pacer {
  const thinkNs = thinkTimeMs * NS_PER_MS;
  const endNs = durationMs === null ? Number.POSITIVE_INFINITY : durationMs * NS_PER_MS;
  // A ring of due times: at most `concurrency` can wait. It starts full of zeros, because all are due at the
  // start.
  const waiting = new Float64Array(concurrency);
  let first = 0;
  let held = concurrency;
  // In a typed array, so that it is a floating-point number with a count and without one. The warm-up has a count. A load that lasts
  // a time has none, and V8 would have to compile this again.
  const left = new Float64Array([count ?? Number.POSITIVE_INFINITY]);
  return {
    sendsUntil: endNs,
    due() {
      if (left[0] === 0) return undefined;
      if (held === 0) return WHEN_SETTLED;
      const due = waiting[first] as number;
      return due < endNs ? due : undefined;
    },
    taken() {
      first = first + 1 === concurrency ? 0 : first + 1;
      held--;
      left[0] = (left[0] as number) - 1;
    },
    settled(atNs) {
      const free = first + held;
      // Not `%`: a division for each payload.
      waiting[free < concurrency ? free : free - concurrency] = atNs + thinkNs;
      held++;
    },
  };
}
