import { NS_PER_MS } from "../clock/clock.js";
import { IntervalTimes, type SparseCounts } from "./interval-times.js";
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

/** The counts of one interval, as plain data. Unlike a `SeriesInterval`, those of several senders can be added. */
export interface IntervalCounts {
  readonly sent: number;
  readonly failed: number;
  readonly dropped: number;
  readonly replies: number;
  readonly mostInFlight: number;
  readonly times: SparseCounts;
  /** The longest time, in nanoseconds. 0 if there is none. */
  readonly maxNs: number;
}

/** What a series is made from. */
export interface SeriesCounts extends Pick<Series, "of" | "intervalMs"> {
  readonly intervals: readonly IntervalCounts[];
}

interface Interval {
  sent: number;
  failed: number;
  dropped: number;
  replies: number;
  mostInFlight: number;
  times: IntervalTimes | undefined;
  maxNs: number;
}

/** Counts payloads in intervals by the time at which they were due, and what happened in each interval. */
export class SeriesRecorder {
  readonly #of: Series["of"];
  readonly #beganAt: number;
  readonly #intervals = new Intervals<Interval>(blank, (one, other) => {
    // The interval that is now may be one of them.
    this.#nowEndsAt = Number.NEGATIVE_INFINITY;
    return mergeNeighbours(one, other);
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
    interval.times ??= new IntervalTimes();
    interval.times.record(timeNs);
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
      intervals: list.map((one, index) => intervalOf(one, index * intervalMs)),
    };
  }

  /** What `close` is made from. */
  counts(): SeriesCounts {
    const { list, lengthMs: intervalMs } = this.#intervals;
    const intervals = list.map(({ times, ...counts }) => ({ ...counts, times: times?.sparse() ?? [] }));
    return { intervalMs, of: this.#of, intervals };
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

function intervalOf(interval: Interval, startMs: number): SeriesInterval {
  const { sent, failed, dropped, replies, mostInFlight, times, maxNs } = interval;
  const acknowledged = sent - failed;
  const quantile = (p: number) =>
    times && carries(p, acknowledged) ? Math.min(maxNs, times.quantileNs(p)) / NS_PER_MS : null;
  return {
    startMs,
    sent,
    acknowledged,
    failed,
    dropped,
    replies,
    mostInFlight,
    p50: quantile(0.5),
    p99: quantile(0.99),
    max: times ? maxNs / NS_PER_MS : null,
  };
}

/**
 * The series of several senders that sent at the same time.
 * @param parts that of each sender, and how long after the first sender it began, in milliseconds
 */
export function mergeSeries(
  of: Series["of"],
  parts: readonly { readonly series: SeriesCounts; readonly startedAfterMs: number }[],
): Series {
  const merged = new Intervals<Interval>(blank, mergeNeighbours);
  // All have the same length in the end: the longest one.
  const longestMs = Math.max(0, ...parts.map(({ series }) => series.intervalMs));
  for (const { series, startedAfterMs } of parts) {
    for (const [index, { times, ...counts }] of series.intervals.entries()) {
      // A sender that began within the same interval has its intervals where the others have theirs.
      const startMs =
        Math.round(startedAfterMs / series.intervalMs) * series.intervalMs + index * series.intervalMs;
      const interval = merged.at(startMs * NS_PER_MS);
      addTo(interval, { ...counts, times: times.length > 0 ? IntervalTimes.from(times) : undefined });
    }
  }
  merged.atLeast(longestMs);
  const { list, lengthMs: intervalMs } = merged;
  return { intervalMs, of, intervals: list.map((one, index) => intervalOf(one, index * intervalMs)) };
}

/** Adds what another sender did in the same interval. What they had in flight may not have been at the same moment. */
function addTo(interval: Interval, other: Interval): void {
  interval.sent += other.sent;
  interval.failed += other.failed;
  interval.dropped += other.dropped;
  interval.replies += other.replies;
  interval.mostInFlight += other.mostInFlight;
  interval.maxNs = Math.max(interval.maxNs, other.maxNs);
  if (interval.times && other.times) interval.times.add(other.times);
  else interval.times ??= other.times;
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

function mergeNeighbours(one: Interval, other: Interval): Interval {
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
