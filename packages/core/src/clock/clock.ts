/**
 * Time as a value, so that whatever depends on it is tested without sleeping.
 * `systemClock` is the real one; `manualClock` of `@wireduel/core/testing` stands still until told.
 */
export interface Clock {
  /** Nanoseconds of a monotonic clock. */
  now(): number;
  /** Calls `run` once after `delayMs` milliseconds, or up to 1 ms earlier, as Node's timers do. Returns its cancel. */
  setTimer(delayMs: number, run: () => void): () => void;
  /** Calls `run` in the next turn of the event loop. Returns its cancel. */
  setImmediate(run: () => void): () => void;
}

/**
 * The machine's monotonic clock, the same for all processes and containers of one Linux kernel. As a number it is
 * exact to the nanosecond for 104 days of uptime (2^53 ns), to 2 ns for as long again.
 */
export const systemClock: Clock = {
  now: () => Number(process.hrtime.bigint()),
  setTimer(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  setImmediate(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};

/** Nanoseconds in a millisecond. */
export const NS_PER_MS = 1e6;
