import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { number } from "../options/kinds.js";

/** A clock that only moves when a test calls `advance`. For tests of code that takes a `Clock`. */
export interface ManualClock extends Clock {
  /**
   * Advances the time by `ms` milliseconds, and runs every timer that becomes due, in order and at its due
   * time.
   */
  advance(ms: number): Promise<void>;
  /** How many timers and immediates are pending. */
  readonly waiting: number;
}

interface Waiting {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Creates a manual clock.
 * @param startNs the time at the start, in nanoseconds. Default 0.
 * @throws WireduelError `INVALID_OPTION`, also from `advance` for a time that is not a number of at least 0
 */
export function manualClock(startNs = 0): ManualClock {
  let nowNs = number().parse("startNs", startNs);
  let order = 0;
  const waiting = new Set<Waiting>();

  const wait = (delayMs: number, run: () => void): (() => void) => {
    const entry = { dueAt: nowNs + delayMs * NS_PER_MS, order: order++, run };
    waiting.add(entry);
    return () => waiting.delete(entry);
  };
  const next = (untilNs: number): Waiting | undefined =>
    [...waiting]
      .filter(({ dueAt }) => dueAt <= untilNs)
      .sort((a, b) => a.dueAt - b.dueAt || a.order - b.order)[0];

  return {
    now: () => nowNs,
    setTimer: wait,
    // A turn takes one microsecond, so that time passes for code that polls with immediates.
    setImmediate: (run) => wait(0.001, run),
    async advance(ms) {
      const untilNs = nowNs + number({ min: 0 }).parse("ms", ms) * NS_PER_MS;
      await settle();
      for (let entry = next(untilNs); entry !== undefined; entry = next(untilNs)) {
        waiting.delete(entry);
        nowNs = Math.max(nowNs, entry.dueAt);
        entry.run();
        await settle();
      }
      nowNs = untilNs;
      await settle();
    },
    get waiting() {
      return waiting.size;
    },
  };
}

/** Lets all settled promises run their callbacks. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
