import type { ResourceInterval, ResourceSeries } from "../../process/resource-series.js";
import type { EndReport, Timing } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import type { Series, SeriesInterval } from "../../stats/series.js";
import { formatCount, formatMs, formatPerSecond } from "../format-number.js";

/** What changes over time. */
export type Quantity =
  | "rate"
  | "p50"
  | "p99"
  | "inFlight"
  | "failed"
  | "dropped"
  | "senderWork"
  | "receiverWork"
  | "senderCpu"
  | "receiverCpu";

/** What happened in some time. */
export interface CourseMoment {
  /** In milliseconds since the load began. Gaps between slices do not count. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Null where it is not known. Shares are in per cent. */
  readonly values: Readonly<Record<Quantity, number | null>>;
  /** The values as reports write them. `-` where one is not known. */
  readonly texts: Readonly<Record<Quantity, string>>;
}

/**
 * How the typical round of a timing went. Empty if it has no series.
 * @param most how many moments there may be. See `courseOf`.
 */
export function courseOfTiming(timing: Timing, most: number = Number.POSITIVE_INFINITY): CourseMoment[] {
  const { series, ends, totals } = typicalRound(timing);
  const [sender, receiver] = [usedBy(ends.senders), usedBy(ends.receivers)];
  const last = series.intervals.at(-1);
  const intervalMs = Math.max(series.intervalMs, sender.intervalMs, receiver.intervalMs);
  if (last === undefined || !(intervalMs > 0)) return [];
  const count = Math.floor(last.startMs / intervalMs) + 1;
  const lengthMs = intervalMs * Math.max(1, Math.ceil(count / most));
  const [ofSender, ofReceiver] = [grouped(sender.intervals, lengthMs), grouped(receiver.intervals, lengthMs)];
  // A stored file may have gaps, so there is a moment only where there is an interval.
  return [...grouped(series.intervals, lengthMs)].map(([index, intervals]) => {
    const lengths = intervals.map((interval) => lengthOf(interval, series, totals.wallMs));
    const fromMs = index * lengthMs;
    const [senderWork, senderCpu] = usedIn(ofSender.get(index) ?? []);
    const [receiverWork, receiverCpu] = usedIn(ofReceiver.get(index) ?? []);
    const values = {
      rate: known(rateIn(intervals, sum(lengths), series.intervalMs)),
      p50: known(highest(intervals.map(({ p50 }) => p50))),
      p99: known(highest(intervals.map(({ p99 }) => p99))),
      inFlight: known(highest(intervals.map(({ mostInFlight }) => mostInFlight))),
      failed: known(sum(intervals.map(({ failed }) => failed))),
      dropped: known(sum(intervals.map(({ dropped }) => dropped))),
      senderWork: known(senderWork),
      receiverWork: known(receiverWork),
      senderCpu: known(senderCpu),
      receiverCpu: known(receiverCpu),
    };
    return { fromMs, untilMs: fromMs + sum(lengths), values, texts: textsOf(values) };
  });
}

/** What all processes of an end used: a share is then the mean of theirs. */
function usedBy(ends: readonly EndReport[]): Pick<ResourceSeries, "intervalMs" | "intervals"> {
  const all = ends.flatMap(({ resources }) => resources?.series ?? []);
  return {
    intervalMs: Math.max(0, ...all.map(({ intervalMs }) => intervalMs)),
    intervals: all.flatMap(({ intervals }) => intervals),
  };
}

function grouped<T extends { readonly startMs: number }>(
  intervals: readonly T[],
  lengthMs: number,
): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const interval of intervals) {
    const index = Math.floor(interval.startMs / lengthMs);
    const group = groups.get(index);
    if (group) group.push(interval);
    else groups.set(index, [interval]);
  }
  return groups;
}

/** The last interval ends with the last acknowledgement, if that is in it. */
function lengthOf(
  interval: SeriesInterval,
  { intervals, intervalMs }: Series,
  wallMs: number | null,
): number {
  const left = wallMs === null || interval !== intervals.at(-1) ? intervalMs : wallMs - interval.startMs;
  return left > 0 ? Math.min(intervalMs, left) : intervalMs;
}

/** In less than half an interval a rate is chance. */
function rateIn(intervals: readonly SeriesInterval[], lengthMs: number, intervalMs: number): number | null {
  if (lengthMs < intervalMs / 2) return null;
  return (1_000 * sum(intervals.map(({ replies }) => replies))) / lengthMs;
}

function textsOf(values: CourseMoment["values"]): CourseMoment["texts"] {
  const write = (value: number | null, format: (value: number) => string) =>
    value === null ? "-" : format(value);
  return {
    rate: write(values.rate, formatPerSecond),
    p50: write(values.p50, formatMs),
    p99: write(values.p99, formatMs),
    inFlight: write(values.inFlight, formatCount),
    failed: write(values.failed, formatCount),
    dropped: write(values.dropped, formatCount),
    senderWork: write(values.senderWork, formatCount),
    receiverWork: write(values.receiverWork, formatCount),
    senderCpu: write(values.senderCpu, formatCount),
    receiverCpu: write(values.receiverCpu, formatCount),
  };
}

/** The work of the event loop and the CPU time, in per cent. */
function usedIn(intervals: readonly ResourceInterval[]): [number | null, number | null] {
  if (intervals.length === 0) return [null, null];
  const mean = (shares: readonly number[]) => (100 * sum(shares)) / shares.length;
  return [mean(intervals.map(({ workShare }) => workShare)), mean(intervals.map(({ cpuShare }) => cpuShare))];
}

/** A stored file may have any number. One that no run can have is not known: an axis for it would show nothing else. */
function known(value: number | null): number | null {
  return value !== null && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

function highest(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (most, value) => (most === null || (value !== null && value > most) ? value : most),
    null,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
