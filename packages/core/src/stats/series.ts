import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { NS_PER_MS } from "../clock/clock.js";
import { carries } from "./summary.js";

/** How a round went over time, interval by interval without gaps. */
export interface Series {
  /** 1000 at first. Doubled whenever there would be more than 300 intervals. */
  readonly intervalMs: number;
  /**
   * Which times the intervals summarize: response times for a scheduled load, service times for a closed
   * loop.
   */
  readonly of: "responseMs" | "serviceMs";
  readonly intervals: readonly SeriesInterval[];
}

/**
 * The payloads due in one interval. Times are milliseconds, accurate to 1 %, and null if none was
 * acknowledged.
 */
export interface SeriesInterval {
  /** Start of the interval, in milliseconds since the load began. */
  readonly startMs: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly dropped: number;
  readonly p50: number | null;
  /** Also null if fewer than 100 were acknowledged. */
  readonly p99: number | null;
  readonly max: number | null;
}

/** The maximum number of intervals, so that memory stays bounded in a long run. */
export const MAX_INTERVALS = 300;

/** Node's own histogram costs a tenth of a portable one, and these histograms never leave the process. */
const MICROSECONDS = { lowest: 1, highest: 1e10, figures: 2 };
const NS_PER_US = 1e3;

interface Interval {
  sent: number;
  failed: number;
  dropped: number;
  times: RecordableHistogram | undefined;
  maxNs: number;
}

/** Counts payloads in intervals by the time at which they were due. */
export class SeriesRecorder {
  readonly #of: Series["of"];
  readonly #beganAt: number;
  #intervalNs = 1_000 * NS_PER_MS;
  #intervals: Interval[] = [];

  /** @param beganAt when the load began, in nanoseconds */
  constructor(of: Series["of"], beganAt: number) {
    this.#of = of;
    this.#beganAt = beganAt;
  }

  acknowledged(dueAt: number, timeNs: number): void {
    const interval = this.#at(dueAt);
    interval.sent++;
    interval.times ??= createHistogram(MICROSECONDS);
    interval.times.record(Math.min(MICROSECONDS.highest, Math.max(1, Math.round(timeNs / NS_PER_US))));
    interval.maxNs = Math.max(interval.maxNs, timeNs);
  }

  failed(dueAt: number): void {
    const interval = this.#at(dueAt);
    interval.sent++;
    interval.failed++;
  }

  dropped(dueAt: number): void {
    this.#at(dueAt).dropped++;
  }

  close(): Series {
    const intervalMs = this.#intervalNs / NS_PER_MS;
    return {
      intervalMs,
      of: this.#of,
      intervals: this.#intervals.map(({ sent, failed, dropped, times, maxNs }, index) => {
        const acknowledged = sent - failed;
        const percentile = (percent: number) =>
          times && carries(percent / 100, acknowledged)
            ? Math.min(maxNs, times.percentile(percent) * NS_PER_US) / NS_PER_MS
            : null;
        return {
          startMs: index * intervalMs,
          sent,
          acknowledged,
          failed,
          dropped,
          p50: percentile(50),
          p99: percentile(99),
          max: times ? maxNs / NS_PER_MS : null,
        };
      }),
    };
  }

  #at(dueAt: number): Interval {
    let index = Math.max(0, Math.floor((dueAt - this.#beganAt) / this.#intervalNs));
    while (index >= MAX_INTERVALS) {
      this.#halve();
      index = Math.floor(index / 2);
    }
    while (this.#intervals.length <= index) this.#intervals.push(blank());
    return this.#intervals[index] as Interval;
  }

  /** Merges each two neighbours into one interval of twice the length. */
  #halve(): void {
    this.#intervalNs *= 2;
    const old = this.#intervals;
    this.#intervals = Array.from({ length: Math.ceil(old.length / 2) }, (_, index) =>
      merged(old[2 * index] as Interval, old[2 * index + 1] ?? blank()),
    );
  }
}

function blank(): Interval {
  return { sent: 0, failed: 0, dropped: 0, times: undefined, maxNs: 0 };
}

function merged(one: Interval, other: Interval): Interval {
  if (one.times && other.times) one.times.add(other.times);
  return {
    sent: one.sent + other.sent,
    failed: one.failed + other.failed,
    dropped: one.dropped + other.dropped,
    times: one.times ?? other.times,
    maxNs: Math.max(one.maxNs, other.maxNs),
  };
}
