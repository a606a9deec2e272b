import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { NS_PER_MS } from "../clock/clock.js";
import { Intervals } from "./intervals.js";
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
 * The payloads due in one interval, and what happened in it. Times are milliseconds, accurate to 1 %, and null if none of
 * these payloads was acknowledged.
 */
export interface SeriesInterval {
  /** Start of the interval, in milliseconds since the load began. */
  readonly startMs: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly dropped: number;
  /** How many acknowledgements came in the interval, whenever their payloads were due. */
  readonly replies: number;
  /** The maximum number of payloads in flight at the same time, in the interval. */
  readonly mostInFlight: number;
  readonly p50: number | null;
  /** Also null if fewer than 100 were acknowledged. */
  readonly p99: number | null;
  readonly max: number | null;
}

/** Node's own histogram costs a tenth of a portable one, and these histograms never leave the process. */
const MICROSECONDS = { lowest: 1, highest: 1e10, figures: 2 };
const NS_PER_US = 1e3;

interface Interval {
  sent: number;
  failed: number;
  dropped: number;
  replies: number;
  mostInFlight: number;
  times: RecordableHistogram | undefined;
  maxNs: number;
}

/** Counts payloads in intervals by the time at which they were due, and what happened in each interval. */
export class SeriesRecorder {
  readonly #of: Series["of"];
  readonly #beganAt: number;
  readonly #intervals = new Intervals<Interval>(blank, (one, other) => {
    // The interval that is now may be one of them.
    this.#nowEndsAt = Number.NEGATIVE_INFINITY;
    return merged(one, other);
  });
  /** How many payloads are in flight. */
  #inFlight = 0;
  /** The interval that is now, when its first event was, and when it ends. */
  #now: Interval | undefined;
  #nowFrom: number;
  #nowEndsAt = Number.NEGATIVE_INFINITY;

  /** @param beganAt when the load began, in nanoseconds */
  constructor(of: Series["of"], beganAt: number) {
    this.#of = of;
    this.#beganAt = beganAt;
    this.#nowFrom = beganAt;
  }

  acknowledged(dueAt: number, timeNs: number, acknowledgedAt: number): void {
    const interval = this.#at(dueAt);
    interval.sent++;
    interval.times ??= createHistogram(MICROSECONDS);
    interval.times.record(Math.min(MICROSECONDS.highest, Math.max(1, Math.round(timeNs / NS_PER_US))));
    interval.maxNs = Math.max(interval.maxNs, timeNs);
    this.#at(acknowledgedAt).replies++;
  }

  failed(dueAt: number): void {
    const interval = this.#at(dueAt);
    interval.sent++;
    interval.failed++;
  }

  dropped(dueAt: number): void {
    this.#at(dueAt).dropped++;
  }

  /**
   * So many payloads are in flight from now on. It is called twice for each payload while it is measured, so it compares two
   * numbers and does the rest once an interval.
   */
  inFlight(at: number, count: number): void {
    if (at >= this.#nowEndsAt) this.#begin(at);
    const interval = this.#now as Interval;
    if (count > interval.mostInFlight) interval.mostInFlight = count;
    this.#inFlight = count;
  }

  close(): Series {
    const { list, lengthMs: intervalMs } = this.#intervals;
    return {
      intervalMs,
      of: this.#of,
      intervals: list.map(({ sent, failed, dropped, replies, mostInFlight, times, maxNs }, index) => {
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
          replies,
          mostInFlight,
          p50: percentile(50),
          p99: percentile(99),
          max: times ? maxNs / NS_PER_MS : null,
        };
      }),
    };
  }

  /** What was in flight before an interval is in flight at its start, too. */
  #begin(at: number): void {
    for (const interval of this.#intervals.between(this.#nowFrom - this.#beganAt, at - this.#beganAt)) {
      interval.mostInFlight = Math.max(interval.mostInFlight, this.#inFlight);
    }
    this.#now = this.#at(at);
    this.#nowFrom = at;
    this.#nowEndsAt = this.#beganAt + this.#intervals.endOf(at - this.#beganAt);
  }

  #at(ns: number): Interval {
    return this.#intervals.at(ns - this.#beganAt);
  }
}

function blank(): Interval {
  return {
    sent: 0,
    failed: 0,
    dropped: 0,
    replies: 0,
    mostInFlight: 0,
    times: undefined,
    maxNs: 0,
  };
}

function merged(one: Interval, other: Interval): Interval {
  if (one.times && other.times) one.times.add(other.times);
  return {
    sent: one.sent + other.sent,
    failed: one.failed + other.failed,
    dropped: one.dropped + other.dropped,
    replies: one.replies + other.replies,
    mostInFlight: Math.max(one.mostInFlight, other.mostInFlight),
    times: one.times ?? other.times,
    maxNs: Math.max(one.maxNs, other.maxNs),
  };
}
