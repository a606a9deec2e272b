import { type Clock, NS_PER_MS } from "../clock/clock.js";

/** A clock that stands still until told, for tests of whatever takes a `Clock`. */
export interface ManualClock extends Clock {
  /** Lets time pass, running every timer that comes due on its way, in order, at its own time. */
  advance(ms: number): Promise<void>;
  /** How many timers and immediates wait. */
  readonly waiting: number;
}

interface Waiting {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

/** @param startNs what `now()` says at first, in nanoseconds */
export function manualClock(startNs = 0): ManualClock {
  let nowNs = startNs;
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
    // One microsecond a turn, so that what polls by immediates gets on.
    setImmediate: (run) => wait(0.001, run),
    async advance(ms) {
      const untilNs = nowNs + ms * NS_PER_MS;
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

/** Lets every promise that is ready run its continuations. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
