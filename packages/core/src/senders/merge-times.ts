import type { RoundResult, TimeHistograms, Times, Transmission } from "../result/result.js";
import { eachTime, exactTimes } from "../round/recorded.js";
import {
  type EncodedHistogram,
  loadTimeHistograms,
  TimeHistogram,
  type TimeHistogramFactory,
} from "../stats/time-histogram.js";

type Merged = Pick<RoundResult, "times" | "timesFrom" | "histograms">;
const TIMES = Object.keys(eachTime(() => null)) as (keyof Times)[];

/**
 * The times of all payloads together. Histograms are added count by count, percentiles never.
 * @param all every transmission: then the summaries are exact. Null: they come from the histograms.
 */
export async function mergeTimes(
  results: readonly Pick<RoundResult, "histograms">[],
  all: readonly Transmission[] | null,
): Promise<Merged> {
  const make = await loadTimeHistograms();
  const merged = new Map<keyof Times, TimeHistogram | null>();
  for (const time of TIMES) {
    merged.set(
      time,
      await added(
        make,
        results.flatMap(({ histograms }) => histograms[time] ?? []),
      ),
    );
  }
  return {
    times: all ? exactTimes(all) : eachTime((time) => merged.get(time)?.summary() ?? null),
    timesFrom: all ? "transmissions" : "histograms",
    histograms: eachTime((time) => merged.get(time)?.encode() ?? null) satisfies TimeHistograms,
  };
}

/** Null if there are none. Between machines, their shifts may differ: the largest one covers all values. */
async function added(
  make: TimeHistogramFactory,
  encoded: readonly EncodedHistogram[],
): Promise<TimeHistogram | null> {
  if (encoded.length === 0) return null;
  const sum = make({ shiftNs: Math.max(0, ...encoded.map(({ shiftNs }) => shiftNs)) });
  for (const one of encoded) sum.mergeAnyShift(await TimeHistogram.decode(one));
  return sum;
}
