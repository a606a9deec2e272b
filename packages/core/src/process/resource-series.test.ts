import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_INTERVALS } from "../stats/intervals.js";
import { ResourceSeriesRecorder } from "./resource-series.js";

describe("ResourceSeriesRecorder", () => {
  it("spreads what was used over the seconds in which it was used", () => {
    const series = new ResourceSeriesRecorder();
    series.add({ durationMs: 500, cpuMs: 500, workMs: 100 });
    series.add({ durationMs: 1_500, cpuMs: 0, workMs: 0 });
    series.add({ durationMs: 500, cpuMs: 250, workMs: 500 });
    expect(series.close()).toEqual({
      intervalMs: 1_000,
      intervals: [
        { startMs: 0, cpuShare: 0.5, workShare: 0.1 },
        { startMs: 1_000, cpuShare: 0, workShare: 0 },
        { startMs: 2_000, cpuShare: 0.5, workShare: 1 },
      ],
    });
  });

  it("adds many short pieces", () => {
    const series = new ResourceSeriesRecorder();
    for (let piece = 0; piece < 40; piece++) series.add({ durationMs: 50, cpuMs: 25, workMs: 10 });
    const { intervals } = series.close();
    expect(intervals.map(({ cpuShare, workShare }) => [cpuShare, workShare])).toEqual([
      [0.5, 0.2],
      [0.5, 0.2],
    ]);
  });

  it("is empty if no time has passed", () => {
    const series = new ResourceSeriesRecorder();
    series.add({ durationMs: 0, cpuMs: 0, workMs: 0 });
    expect(series.close()).toEqual({ intervalMs: 1_000, intervals: [] });
  });

  it("is bounded, and loses nothing", () => {
    const piece = fc.record({
      durationMs: fc.integer({ min: 1, max: 100_000 }),
      cpuMs: fc.integer({ min: 0, max: 100_000 }),
      workMs: fc.integer({ min: 0, max: 100_000 }),
    });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 50 }), (pieces) => {
        const series = new ResourceSeriesRecorder();
        for (const one of pieces) series.add(one);
        const { intervals, intervalMs } = series.close();
        expect(intervals.length).toBeLessThanOrEqual(MAX_INTERVALS);
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        const totalMs = sum(pieces.map(({ durationMs }) => durationMs));
        const lengthOf = (index: number) =>
          index === intervals.length - 1 ? totalMs - index * intervalMs : intervalMs;
        const cpuMs = sum(intervals.map(({ cpuShare }, index) => cpuShare * lengthOf(index)));
        // Shares have four digits after the point.
        expect(Math.abs(cpuMs - sum(pieces.map((one) => one.cpuMs)))).toBeLessThan(1e-4 * totalMs + 1);
      }),
    );
  });
});
