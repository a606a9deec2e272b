import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { MAX_INTERVALS } from "./intervals.js";
import { mergeSeries, SeriesRecorder } from "./series.js";

const S = 1_000 * NS_PER_MS;

describe("SeriesRecorder", () => {
  it("assigns payloads to intervals by due time, and omits no interval", () => {
    const series = new SeriesRecorder("responseMs", 5 * S);
    series.acknowledged(5 * S, 2 * NS_PER_MS, 5 * S);
    series.acknowledged(7.5 * S, 4 * NS_PER_MS, 7.6 * S);
    series.failed(7.6 * S);
    series.dropped(7.7 * S);
    expect(series.close()).toMatchObject({
      intervalMs: 1_000,
      of: "responseMs",
      intervals: [
        { startMs: 0, sent: 1, acknowledged: 1, failed: 0, dropped: 0, max: 2, p99: null },
        { startMs: 1_000, sent: 0, acknowledged: 0, failed: 0, dropped: 0, max: null, p50: null },
        { startMs: 2_000, sent: 2, acknowledged: 1, failed: 1, dropped: 1, max: 4 },
      ],
    });
    expect(series.close().intervals[0]?.p50).toBeCloseTo(2, 1);
  });

  it("gives a 99th percentile from 100 samples on", () => {
    const series = new SeriesRecorder("serviceMs", 0);
    for (let n = 1; n < 100; n++) series.acknowledged(0, n * NS_PER_MS, 0);
    expect(series.close().intervals[0]?.p99).toBeNull();
    series.acknowledged(0, 100 * NS_PER_MS, 0);
    const p99 = series.close().intervals[0]?.p99 ?? 0;
    expect(Math.abs(p99 / 99 - 1)).toBeLessThan(0.01);
  });

  it("counts replies where they came, although their payloads were due earlier", () => {
    const series = new SeriesRecorder("responseMs", S);
    for (const second of [0, 1, 2]) series.acknowledged((second + 1) * S, 2.5 * S, (second + 3.5) * S);
    expect(series.close().intervals.map(({ acknowledged, replies }) => [acknowledged, replies])).toEqual([
      [1, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it("has what was in flight in each interval, also where nothing was sent or acknowledged", () => {
    const series = new SeriesRecorder("serviceMs", 0);
    const events = [
      [0.1, 1],
      [0.2, 2],
      [0.3, 1],
      [4.5, 0],
      [6.5, 1],
      [6.6, 0],
    ] as const;
    for (const [second, count] of events) series.inFlight(second * S, count);
    expect(series.close().intervals.map(({ mostInFlight }) => mostInFlight)).toEqual([2, 1, 1, 1, 1, 0, 1]);
  });

  it("has the same numbers in flight as a count of all moments, however intervals are merged", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.boolean()), {
      minLength: 1,
      maxLength: 100,
    });
    fc.assert(
      fc.property(steps, (events) => {
        const series = new SeriesRecorder("serviceMs", 3 * S);
        let [at, count] = [0, 0];
        const held: { from: number; until: number; count: number }[] = [];
        for (const [waitMs, isSent] of events) {
          held.push({ from: at, until: at + waitMs, count });
          at += waitMs;
          count = Math.max(0, count + (isSent ? 1 : -1));
          series.inFlight(3 * S + at * NS_PER_MS, count);
          // Samples are added later, and may merge intervals at any moment.
          if (isSent) series.acknowledged(3 * S + at * NS_PER_MS, NS_PER_MS, 3 * S + at * NS_PER_MS);
        }
        held.push({ from: at, until: at, count });
        const { intervals, intervalMs } = series.close();
        expect(intervals).toHaveLength(Math.floor(at / intervalMs) + 1);
        for (const { startMs, mostInFlight } of intervals) {
          const inside = held.filter(({ from, until }) => from < startMs + intervalMs && until >= startMs);
          expect(mostInFlight).toBe(Math.max(...inside.map((one) => one.count)));
        }
      }),
    );
  });

  it("limits the number of intervals, and loses nothing when it merges them", () => {
    const moments = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(moments, (seconds) => {
        const series = new SeriesRecorder("serviceMs", 0);
        for (const [n, second] of seconds.entries()) {
          if (n % 3 === 0) series.failed(second * S);
          else if (n % 3 === 1) series.acknowledged(second * S, (n + 1) * NS_PER_MS, second * S);
          else series.dropped(second * S);
        }
        const { intervals, intervalMs } = series.close();
        expect(intervals.length).toBeLessThanOrEqual(MAX_INTERVALS);
        const sum = (name: "failed" | "acknowledged" | "dropped") =>
          intervals.reduce((total, interval) => total + interval[name], 0);
        expect([sum("failed"), sum("acknowledged"), sum("dropped")]).toEqual(
          [0, 1, 2].map((rest) => seconds.filter((_, n) => n % 3 === rest).length),
        );
        const slowest = Math.max(...seconds.map((_, n) => (n % 3 === 1 ? n + 1 : 0)));
        expect(Math.max(...intervals.map(({ max }) => max ?? 0))).toBe(slowest);
        for (const { p50, max } of intervals) expect(p50 ?? 0).toBeLessThanOrEqual(max ?? 0);
        for (const [n, second] of seconds.entries()) {
          const interval = intervals[Math.floor((second * 1_000) / intervalMs)];
          expect(
            interval?.[(["failed", "acknowledged", "dropped"] as const)[n % 3] as "failed"],
          ).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("mergeSeries", () => {
  const payload = fc.record({
    second: fc.integer({ min: 0, max: 2_000 }),
    ms: fc.integer({ min: 1, max: 500 }),
    fate: fc.constantFrom("acknowledged", "failed", "dropped"),
    sender: fc.nat(2),
  });

  it("of several senders is the series of all their payloads", () => {
    fc.assert(
      fc.property(fc.array(payload, { minLength: 1, maxLength: 100 }), (payloads) => {
        const whole = new SeriesRecorder("serviceMs", 0);
        const parts = [0, 1, 2].map(() => new SeriesRecorder("serviceMs", 0));
        for (const { second, ms, fate, sender } of payloads) {
          for (const series of [whole, parts[sender] as SeriesRecorder]) {
            if (fate === "acknowledged") series.acknowledged(second * S, ms * NS_PER_MS, second * S);
            else series[fate](second * S);
          }
        }
        const counts = parts.map((series) => ({
          series: JSON.parse(JSON.stringify(series.counts())),
          startedAfterMs: 0,
        }));
        expect(mergeSeries("serviceMs", counts)).toEqual(whole.close());
      }),
    );
  });

  it("puts a sender that began later where it was, and adds what is in flight", () => {
    const [early, late] = [new SeriesRecorder("serviceMs", 0), new SeriesRecorder("serviceMs", 0)];
    early.inFlight(0.1 * S, 2);
    early.inFlight(3.5 * S, 1);
    late.inFlight(0.1 * S, 5);
    const parts = [
      { series: early.counts(), startedAfterMs: 0 },
      { series: late.counts(), startedAfterMs: 2_010 },
    ];
    const { intervals } = mergeSeries("serviceMs", parts);
    expect(intervals.map(({ mostInFlight }) => mostInFlight)).toEqual([2, 2, 7, 2]);
  });
});
