import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { RoundResult } from "../../result/result.js";
import { endUsing } from "../../round/fixtures/measured.js";
import type { SeriesInterval } from "../../stats/series.js";
import { courseOf } from "./course.js";

const interval = (second: number, more: Partial<SeriesInterval> = {}): SeriesInterval => ({
  startMs: second * 1_000,
  ...{ sent: 10, acknowledged: 10, failed: 0, dropped: 0, replies: 10, mostInFlight: 1 },
  ...{ p50: 1, p99: null, max: 2 },
  ...more,
});

/** A round that was busy for so many seconds at both ends. */
function roundOf(
  intervals: readonly SeriesInterval[],
  wallMs: number | null = null,
  shares: readonly number[] = [],
): RoundResult {
  const series = {
    intervalMs: 1_000,
    intervals: shares.map((share, second) => ({
      startMs: second * 1_000,
      cpuShare: 2 * share,
      workShare: share,
    })),
  };
  const round = buildRound([1]);
  return {
    ...round,
    series: { intervalMs: 1_000, of: "serviceMs", intervals },
    totals: { ...round.totals, wallMs },
    ends: { senders: [endUsing(0.5, { series })], receivers: [endUsing(0.5)] },
  };
}

const resultOf = (...rounds: readonly RoundResult[]) =>
  buildResult(rounds.map((round, index) => buildTiming(`${index}`, round)));
const idsOf = (...rounds: readonly RoundResult[]) => courseOf(resultOf(...rounds)).panels.map(({ id }) => id);
const valuesOf = (round: RoundResult, most?: number) =>
  courseOf(resultOf(round), most).timings[0]?.moments.map(({ values }) => values);

describe("courseOf", () => {
  it("has a moment for each interval, with what both ends used", () => {
    const round = roundOf([interval(0), interval(1, { replies: 20 })], 2_000, [0.25, 0.5]);
    expect(courseOf(resultOf(round)).timings).toMatchObject([
      {
        label: "0",
        moments: [
          { fromMs: 0, untilMs: 1_000, values: { rate: 10, p50: 1, senderWork: 25, senderCpu: 50 } },
          { fromMs: 1_000, untilMs: 2_000, values: { rate: 20, senderWork: 50, receiverWork: null } },
        ],
      },
    ]);
  });

  it("has the mean of several senders", () => {
    const [one, other] = [0.25, 0.75].map((share) => roundOf([interval(0)], 1_000, [share]));
    const senders = [one, other].flatMap((round) => round?.ends.senders ?? []);
    const round = roundOf([interval(0)], 1_000);
    expect(valuesOf({ ...round, ends: { ...round.ends, senders } })).toMatchObject([
      { senderWork: 50, senderCpu: 100, receiverWork: null },
    ]);
  });

  it("has the rate of the part of the last interval that was measured, if that is long enough", () => {
    const last = (wallMs: number) => valuesOf(roundOf([interval(0), interval(1)], wallMs))?.[1]?.rate;
    expect([last(2_000), last(1_500), last(1_400)]).toEqual([10, 20, null]);
    // Nothing came any more.
    expect(valuesOf(roundOf([interval(0), interval(1, { replies: 0 })], 900))?.[1]?.rate).toBe(0);
  });

  it("has no panels if no round lasted for two intervals", () => {
    expect(idsOf(roundOf([interval(0)]))).toEqual([]);
    expect(idsOf(roundOf([interval(0), interval(1)], 1_100))).toEqual([]);
    expect(idsOf(roundOf([]), roundOf([interval(0), interval(1)]))).not.toEqual([]);
    expect(courseOf(buildResult([]))).toEqual({ panels: [], timings: [] });
  });

  it("has only panels of what is known and changes", () => {
    const still = [interval(0), interval(1)];
    expect(idsOf(roundOf(still))).toEqual(["rate", "p50"]);
    const lively = [interval(0), interval(1, { p99: 3, mostInFlight: 2, failed: 1, dropped: 1 })];
    expect(idsOf(roundOf(lively, null, [0.5]))).toEqual([
      ...["rate", "p50", "p99", "inFlight", "failed", "dropped", "senderWork", "senderCpu"],
    ]);
  });

  it("merges neighbours: averages, the highest, or the sum", () => {
    const intervals = [1, 2, 3, 4, 5].map((value, second) =>
      interval(second, { p50: value, mostInFlight: value, failed: value, replies: 10 * value }),
    );
    expect(valuesOf(roundOf(intervals, null, [0.1, 0.2, 0.3, 0.4, 0.5]), 3)).toMatchObject([
      { rate: 15, p50: 2, inFlight: 2, failed: 3, senderWork: expect.closeTo(15, 9) },
      { rate: 35, p50: 4, inFlight: 4, failed: 7, senderWork: expect.closeTo(35, 9) },
      { rate: 50, p50: 5, inFlight: 5, failed: 5, senderWork: expect.closeTo(50, 9) },
    ]);
  });

  it("copes with intervals of a stored file that are far apart, or have no length", () => {
    expect(valuesOf(roundOf([interval(0), interval(1e9)]))).toHaveLength(2);
    const round = roundOf([interval(0), interval(1)]);
    const series = { ...round.series, intervalMs: 0 };
    const noLength = { ...round, series, ends: { senders: [], receivers: [] } };
    expect(courseOf(resultOf(noLength)).panels).toEqual([]);
  });

  it("refuses a number of moments that is none", () => {
    for (const most of [0, 1.5, Number.NaN, "5"]) {
      expect(() => courseOf(resultOf(), most as number)).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
    }
  });
});
