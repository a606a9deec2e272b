import { buildLargeResult, IntervalTimes, type SeriesCounts } from "../internals.js";

/** What a sender reports whose load began at an instant of its clock. */
export type Outcome = (beganAt: number) => object;

/** What senders report that have sent so many payloads: real histograms of different times, and a series of a minute. */
export async function buildOutcomes(count: number, transmissions: number): Promise<Outcome[]> {
  const { timings } = await buildLargeResult({ adapters: 1, rounds: count, transmissions, listed: 0 });
  return (timings[0]?.rounds ?? []).map(({ block: _, place: __, ...round }) => {
    const intervals = round.series.intervals.map(({ acknowledged, p50, max, ...interval }) => {
      const times = new IntervalTimes();
      for (let done = 0; done < acknowledged; done++) times.record(((p50 ?? 0) + done / 100) * 1e6);
      const { sent, failed, dropped, replies, mostInFlight } = interval;
      return { sent, failed, dropped, replies, mostInFlight, times: times.sparse(), maxNs: (max ?? 0) * 1e6 };
    });
    const series: SeriesCounts = { of: "serviceMs", intervalMs: 1_000, intervals };
    const window = { ms: 60_000, acknowledged: transmissions };
    return (beganAt) => ({
      result: { ...round, slices: [] },
      part: { beganAt, firstSentAfterMs: 0, window, series },
    });
  });
}
