/**
 * The source of time. It is passed in, so that code that depends on time is tested without sleeping.
 * `systemClock` is the real one. `manualClock` of `@wireduel/core/testing` only moves when a test advances
 * it.
 */
export interface Clock {
  /** Nanoseconds of a monotonic clock. */
  now(): number;
  /**
   * Calls `run` once after `delayMs`, or up to 1 ms earlier, like Node's timers. Returns a function that
   * cancels it.
   */
  setTimer(delayMs: number, run: () => void): () => void;
  /** Calls `run` in the next turn of the event loop. Returns a function that cancels it. */
  setImmediate(run: () => void): () => void;
}

/** The global `process` is a getter, and each payload has five stamps. A browser has no `process`, and takes no stamps. */
const { process: node } = globalThis;

/**
 * The machine's monotonic clock. All processes and containers of one Linux kernel share it. As a number it is
 * exact to 1 ns for 104 days of uptime (2^53 ns), and to 2 ns until 208 days.
 */
export const systemClock: Clock = {
  now: () => {
    // Once it has compiled this, V8 makes no array. `hrtime.bigint()` makes an object for each stamp.
    const time = node.hrtime();
    return time[0] * NS_PER_SECOND + time[1];
  },
  setTimer(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  setImmediate(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};

/** Nanoseconds in a second. */
export const NS_PER_SECOND = 1e9;

/** Nanoseconds in a millisecond. */
export const NS_PER_MS = 1e6;

/** 31 years. A clock that has run longer is none. */
export const MOST_STAMP_NS = 1e18;

/**
 * Node's timers fire up to 1 ms early and often some milliseconds late. So a timer covers most of a wait, and
 * polling in turns of the event loop covers the last two milliseconds. The wake-up is never early, and at
 * most one turn late. Polling costs CPU time: a load with a high rate keeps one core busy.
 */
export const POLL_FROM_NS: number = 2 * NS_PER_MS;

/**
 * Calls `run` once: two milliseconds before `dueAt`, or in the next turn of the event loop if that time has
 * passed. `run` must read the clock and call `wakeNear` again if it is too early. Returns a function that
 * cancels the call.
 */
export function wakeNear(dueAt: number, clock: Clock, run: () => void): () => void {
  const remainingNs = dueAt - clock.now();
  return remainingNs > POLL_FROM_NS
    ? clock.setTimer((remainingNs - POLL_FROM_NS) / NS_PER_MS, run)
    : clock.setImmediate(run);
}
