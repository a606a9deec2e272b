import { NS_PER_MS } from "../clock/clock.js";
import { Intervals } from "../stats/intervals.js";

/** What a process used over time, interval by interval without gaps. */
export interface ResourceSeries {
  /** 1000 at first. Doubled whenever there would be more than 300 intervals. */
  readonly intervalMs: number;
  /** The last one may be shorter. Its shares are those of the time that it has. */
  readonly intervals: readonly ResourceInterval[];
}

/** What a process used in one interval. Readings are about a second apart, and what was used between two is spread evenly. */
export interface ResourceInterval {
  /**
   * Start of the interval, in milliseconds since the process began to measure: a few milliseconds before the load. Gaps
   * between slices do not count.
   */
  readonly startMs: number;
  /** CPU time (user and system) of all threads, as a share of the time. 1: one CPU all the time. */
  readonly cpuShare: number;
  /** The share of the time in which the event loop worked. Polling for the next due time does not count. */
  readonly workShare: number;
}

/** What a process used in some time. All in milliseconds. */
export interface UsedTime {
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly workMs: number;
}

/** Collects what a process used, piece by piece. */
export class ResourceSeriesRecorder {
  readonly #intervals = new Intervals<{ durationMs: number; cpuMs: number; workMs: number }>(
    () => ({ durationMs: 0, cpuMs: 0, workMs: 0 }),
    (one, other) => ({
      durationMs: one.durationMs + other.durationMs,
      cpuMs: one.cpuMs + other.cpuMs,
      workMs: one.workMs + other.workMs,
    }),
  );
  #untilMs = 0;

  /** Adds what was used since the last piece. It is spread over the intervals that it lies in. */
  add({ durationMs, cpuMs, workMs }: UsedTime): void {
    const [fromMs, untilMs] = [this.#untilMs, this.#untilMs + durationMs];
    if (!(durationMs > 0)) return;
    this.#untilMs = untilMs;
    // What ends with an interval does not begin the next one.
    const last = Math.max(fromMs, untilMs - 1 / NS_PER_MS) * NS_PER_MS;
    const touched = this.#intervals.between(fromMs * NS_PER_MS, last);
    const { list, lengthMs } = this.#intervals;
    const first = list.length - touched.length;
    for (const [index, interval] of touched.entries()) {
      const startMs = (first + index) * lengthMs;
      const insideMs = Math.min(untilMs, startMs + lengthMs) - Math.max(fromMs, startMs);
      const share = Math.max(0, insideMs) / durationMs;
      interval.durationMs += share * durationMs;
      interval.cpuMs += share * cpuMs;
      interval.workMs += share * workMs;
    }
  }

  close(): ResourceSeries {
    const { list, lengthMs: intervalMs } = this.#intervals;
    return {
      intervalMs,
      intervals: list.map(({ durationMs, cpuMs, workMs }, index) => ({
        startMs: index * intervalMs,
        cpuShare: shareOf(cpuMs, durationMs),
        // Two clocks may differ by a moment.
        workShare: Math.min(1, shareOf(workMs, durationMs)),
      })),
    };
  }
}

/** Four digits are more than a reading is accurate to, and keep results small. */
function shareOf(partMs: number, wholeMs: number): number {
  return wholeMs > 0 ? Number(Math.max(0, partMs / wholeMs).toFixed(4)) : 0;
}
