import { describe, expect, it } from "vitest";
import type { ClockReport } from "../clock/clock-model.js";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Timing } from "../result/result.js";
import { endUsing } from "../round/fixtures/measured.js";
import { intervalOfRounds } from "./interval-of-rounds.js";
import { ROUND_VALUES, type RoundValue } from "./round-values.js";

/** Six rounds of 100 payloads. Round r takes 1 to 100 ms, and r ms more. */
const rounds = Array.from({ length: 6 }, (_, block) =>
  buildRound(
    Array.from({ length: 100 }, (__, index) => index + 1 + block),
    { block },
  ),
);
const timing = buildTiming("a", rounds);
const changed = (more: Partial<(typeof rounds)[number]>, of: Timing = timing): Timing => ({
  ...of,
  rounds: of.rounds.map((round) => ({ ...round, ...more })),
});

describe("intervalOfRounds", () => {
  it.each<[RoundValue, number, number, number]>([
    ["transmission", 50.5, 53, 55.5],
    ["p50", 50.5, 53, 55.5],
    ["mean", 50.5, 53, 55.5],
    ["p95", 95.05, 97.55, 100.05],
    ["transmission.p95", 95.05, 97.55, 100.05],
    ["max", 100, 102.5, 105],
  ])("gives %s with its interval over the rounds", (value, low, median, high) => {
    const found = intervalOfRounds(timing, value);
    expect(found).toMatchObject({ value, unit: "ms", rounds: 6, betterLarge: false, reason: null });
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.median).toBeCloseTo(median, 9);
    expect(found.high).toBeCloseTo(high, 9);
  });

  it("has no ends with too few rounds for the confidence", () => {
    const five = { ...timing, rounds: rounds.slice(0, 5) };
    expect(intervalOfRounds(five, "max")).toMatchObject({ median: 102, low: null, high: null, reason: null });
    expect(intervalOfRounds(five, "max", { confidence: 0.9 })).toMatchObject({ low: 100, high: 104 });
    expect(intervalOfRounds(timing, "max", { confidence: 0.99 })).toMatchObject({ low: null, high: null });
  });

  it("reads measures that are no times, and knows which are better if larger", () => {
    expect(intervalOfRounds(timing, "throughput")).toMatchObject({
      unit: "per s",
      median: 1.5,
      betterLarge: true,
    });
    const end = endUsing(0.5, { cpuMsPerPayload: 2, minorFaultsPerPayload: 3 });
    const ends = { senders: [end], receivers: [end] };
    expect(intervalOfRounds(changed({ ends }), "cpu")).toMatchObject({ unit: "ms", low: 4, high: 4 });
    expect(intervalOfRounds(changed({ ends }), "faults")).toMatchObject({ unit: "", low: 6, high: 6 });
  });

  it("takes response times for a scheduled load", () => {
    const load = { kind: "constant-rate", ratePerSecond: 5, count: 100, durationMs: null } as const;
    const { times } = rounds[0] as (typeof rounds)[number];
    const scheduled = changed({ times: { ...times, responseMs: times.encodeMs } }, { ...timing, load });
    expect(intervalOfRounds(scheduled, "max").median).toBe(times.encodeMs?.max);
    expect(intervalOfRounds(scheduled, "transmission.max").median).toBe(100);
  });

  it("is wider by the error of the clocks, for one-way times only", () => {
    const clock: ClockReport = {
      kind: "estimated",
      because: "two hosts",
      offsetMs: 0,
      errorMs: 2,
      maxDriftPpm: 0,
      driftPpm: null,
      driftErrorPpm: null,
      comparedDuring: 0,
    };
    expect(intervalOfRounds(changed({ clock }), "max")).toMatchObject({ low: 98, median: 102.5, high: 107 });
    const service = (of: Timing) => intervalOfRounds(of, "service.max");
    expect(service(changed({ clock }))).toEqual(service(timing));
  });

  it("says why there is no answer", () => {
    const { counts } = rounds[0] as (typeof rounds)[number];
    const code = (of: Timing, value: RoundValue) => intervalOfRounds(of, value).reason?.code;
    expect(code(changed({ counts: { ...counts, lost: 1 } }), "service.p50")).toBe("NOT_WHOLE");
    expect(code(timing, "bytes")).toBe("NOT_MEASURED");
    expect(code(timing, "p999")).toBe("NOT_MEASURED");
    expect(code(timing, "response.p50")).toBe("NOT_MEASURED");
    const unknown = { halfRoundTripMs: 1, offsetMs: null, errorMs: null };
    const clock: ClockReport = { kind: "ack-derived", because: "unknown", ...unknown };
    expect(code(changed({ clock }), "transport.p50")).toBe("CLOCK");
    expect(code(changed({ clock }), "service.p50")).toBeUndefined();
  });

  it("refuses what is no value", () => {
    expect(new Set(ROUND_VALUES).size).toBe(ROUND_VALUES.length);
    for (const value of ["p42", "encode", "service.p42", "", "service.p50.p50"]) {
      expect(() => intervalOfRounds(timing, value as RoundValue)).toThrowError(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
    }
  });
});
