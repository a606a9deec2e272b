import { NS_PER_MS } from "../clock/clock.js";
import type { Pacer } from "./pacer.js";

/** A pacer that follows a plan: what settles changes nothing. It ends by count or by duration, whichever comes first. */
export function schedulePacer(
  /** When the n-th payload is due (n from 0), in nanoseconds; asked once for each, in order. Undefined: there is none. */
  dueOf: (n: number) => number | undefined,
  { count, durationMs }: { readonly count: number | null; readonly durationMs: number | null },
): Pacer {
  const endNs = durationMs === null ? Number.POSITIVE_INFINITY : durationMs * NS_PER_MS;
  let n = 0;
  let due = dueOf(0);
  return {
    sendsUntil: Number.POSITIVE_INFINITY,
    due() {
      return due === undefined || due >= endNs || n === count ? undefined : due;
    },
    taken() {
      due = dueOf(++n);
    },
    settled() {},
  };
}

/** Nanoseconds in a second. */
export const NS_PER_SECOND = 1e9;
