import type { BenchmarkResult } from "../../result/result.js";
import { formatPerSecond } from "../format-number.js";
import { checkResult } from "../input.js";
import { shownSenders, standingOfSender } from "../senders/shown-senders.js";
import { type PicturedTime, picturedTimes } from "./pictured-times.js";

/** What one of several senders did, for a picture. */
export interface PicturedSender {
  /** `sender 2`, or the name that it joined with. */
  readonly label: string;
  /** `lost`, `failed`, `aborted`, `saturated`. "" if there is nothing to say. */
  readonly standing: string;
  /** The median of its times in milliseconds. Null: none of its payloads was acknowledged. */
  readonly p50: number | null;
  /** The same for the p99. Null: it has too few payloads for one. */
  readonly p99: number | null;
  /** How many of its payloads were acknowledged per second, as reports write it. Null: unknown. */
  readonly perSecond: string | null;
}

/** The senders of an adapter's typical round. */
export interface TimingSenders {
  readonly label: string;
  /** Its index in the result. */
  readonly index: number;
  /** In their order. Of more than 20, those that stand out. */
  readonly senders: readonly PicturedSender[];
  /** How many more there are. */
  readonly others: number;
}

/** The senders of a run, by the first of its `picturedTimes`. */
export interface PicturedSenders {
  readonly time: PicturedTime;
  /** The adapters that had several senders. At least one. */
  readonly timings: readonly TimingSenders[];
}

/**
 * What each of several senders did. Null if there was one sender, or if nothing has times.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function picturedSenders(result: BenchmarkResult): PicturedSenders | null {
  checkResult(result);
  const [time] = picturedTimes(result);
  if (time === undefined) return null;
  const timings = result.timings.flatMap((timing, index): TimingSenders[] => {
    const { shown, others } = shownSenders(timing);
    if (shown.length === 0) return [];
    const senders = shown.map((part): PicturedSender => {
      const { label, times, acknowledgedPerSecond: rate } = part;
      const { p50 = null, p99 = null } = times[time.time] ?? {};
      const perSecond = rate === null ? null : formatPerSecond(rate);
      return { label, standing: standingOfSender(part), p50, p99, perSecond };
    });
    return [{ label: timing.label, index, senders, others }];
  });
  return timings.length === 0 ? null : { time, timings };
}
