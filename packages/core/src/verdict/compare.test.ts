import { describe, expect, it } from "vitest";
import type { ClockReport } from "../clock/clock-model.js";
import { buildEnd, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Comparison, RoundResult, Timing } from "../result/result.js";
import { compareTimings } from "./compare.js";
import type { Measure } from "./comparison.js";
import type { ComparisonPlan } from "./plan.js";

const plan: ComparisonPlan = {
  reference: "a",
  margin: 0.05,
  decideBy: "transmission",
  roundsRule: null,
  cells: 1,
};
const scheduled = { kind: "constant-rate", ratePerSecond: 5, count: 3, durationMs: null } as const;

const estimated = (errorMs: number): ClockReport => ({
  kind: "estimated",
  because: "other hosts",
  offsetMs: 5,
  errorMs,
  driftPpm: null,
  driftErrorPpm: null,
  maxDriftPpm: 500,
  comparedDuring: 3,
});
const derived: ClockReport = {
  kind: "ack-derived",
  because: "other hosts",
  halfRoundTripMs: 0.1,
  offsetMs: null,
  errorMs: null,
};
const shared: ClockReport = { kind: "shared", because: "same kernel" };

/** Rounds whose medians vary about `ms` by up to `spread`. Replies come 0.1 ms later. */
function timing(label: string, ms: number, more: Partial<RoundResult> = {}, count = 12, spread = 0): Timing {
  const noise = [0.3, -0.7, 1, -0.4, 0.8, -1, 0.1, 0.6, -0.2, -0.8, 0.5, -0.3];
  const rounds = Array.from({ length: count }, (_, block) => {
    const median = ms * (1 + block / 1_000) * (1 + spread * (noise[block % 12] as number));
    return buildRound([median, median, median], { block, ...more });
  });
  return buildTiming(label, rounds);
}

function compareBy(
  by: Measure,
  timings: readonly Timing[],
  more: Partial<ComparisonPlan> = {},
): Comparison[] {
  return compareTimings(timings, { ...plan, ...more }).filter((comparison) => comparison.by === by);
}

const onlyBy = (by: Measure, timings: readonly Timing[], more: Partial<ComparisonPlan> = {}) =>
  compareBy(by, timings, more)[0] as Comparison;

describe("compareTimings", () => {
  it("compares by the medians of rounds", () => {
    const slower = onlyBy("transmission", [timing("a", 1), timing("b", 2)]);
    expect(slower).toMatchObject({ label: "b", to: "a", decides: true, rounds: 12, verdict: "slower" });
    expect(slower.ratio).toBeCloseTo(2, 6);
    expect(onlyBy("transmission", [timing("a", 2), timing("b", 1)]).verdict).toBe("faster");
    expect(slower).toMatchObject({ confidence: 0.95, paired: true, reason: null, roundsNeeded: null });
  });

  it("shows that two are the same within the margin", () => {
    const timings = [timing("a", 1, {}, 12, 0.01), timing("b", 1, {}, 12, -0.01)];
    const same = onlyBy("transmission", timings);
    expect(same).toMatchObject({ verdict: "same", roundsNeeded: null });
    expect(same.low).toBeGreaterThan(1 / 1.05);
    expect(same.high).toBeLessThan(1.05);
    expect(onlyBy("transmission", timings, { margin: 0.001 }).verdict).toBe("undecided");
  });

  it("calls two the same although they differ, if the difference is within the margin", () => {
    const timings = [timing("a", 1, {}, 12, 0.001), timing("b", 1.02, {}, 12, -0.001)];
    const same = onlyBy("transmission", timings);
    expect(same.verdict).toBe("same");
    expect(same.low).toBeGreaterThan(1);
    expect(same.pValue).toBeLessThan(0.05);
    expect(onlyBy("transmission", timings, { margin: 0.01 }).verdict).toBe("slower");
  });

  it("says about how many rounds would decide", () => {
    const wide = onlyBy("transmission", [timing("a", 1), timing("b", 1.05, {}, 12, 0.3)]);
    expect(wide.verdict).toBe("undecided");
    expect(wide.roundsNeeded).toBeGreaterThan(12);
    const wider = onlyBy("transmission", [timing("a", 1), timing("b", 1.05, {}, 12, 0.6)]);
    expect(wider.roundsNeeded).toBeGreaterThan(2 * (wide.roundsNeeded as number));
    // One block has no variation.
    const single = onlyBy("transmission", [timing("a", 1, {}, 1), timing("b", 2, {}, 1)]);
    expect(single).toMatchObject({
      verdict: "undecided",
      low: null,
      high: null,
      spread: null,
      roundsNeeded: null,
    });
    const few = onlyBy("transmission", [timing("a", 1, {}, 3), timing("b", 2, {}, 3)]);
    expect(few).toMatchObject({ verdict: "undecided", low: null, high: null });
    expect(few.roundsNeeded).toBe(6);
  });

  it("compares with the reference, or every pair", () => {
    const timings = [timing("a", 1), timing("b", 2), timing("c", 4)];
    const pairs = (reference: string) =>
      compareBy("transmission", timings, { reference }).map(({ label, to }) => `${label} to ${to}`);
    expect(pairs("a")).toEqual(["b to a", "c to a"]);
    expect(pairs("b")).toEqual(["a to b", "c to b"]);
    expect(pairs("all")).toEqual(["b to a", "c to a", "c to b"]);
    expect(compareTimings([], plan)).toEqual([]);
    expect(compareTimings([timing("a", 1)], plan)).toEqual([]);
  });

  it("compares by every measure that the rounds have", () => {
    const measures = (timings: readonly Timing[], more: Partial<ComparisonPlan> = {}) =>
      compareTimings(timings, { ...plan, ...more }).map(({ by, decides }) => (decides ? `*${by}` : by));
    const loop = [timing("a", 1), timing("b", 2)].map((one) => ({
      ...one,
      load: { ...one.load, thinkTimeMs: 0 } as Timing["load"],
    }));
    expect(measures(loop)).toEqual(["*transmission", "service", "throughput"]);
    expect(measures([timing("a", 1), timing("b", 2)])).toEqual(["*transmission", "service"]);
    const rated = loop.map((one) => ({ ...one, load: scheduled }));
    expect(measures(rated, { decideBy: "response" })).toEqual(["transmission", "service", "*response"]);
  });

  it("calls more payloads per second faster, and less of anything else", () => {
    const rates = [10, 20].map((rate, index): Timing => {
      const { totals } = buildRound([1]);
      const more = { totals: { ...totals, acknowledgedPerSecond: rate } };
      const made = timing(index === 0 ? "a" : "b", 1, more);
      return { ...made, load: { ...made.load, thinkTimeMs: 0 } as Timing["load"] };
    });
    const more = { decideBy: "throughput" } as const;
    const throughput = onlyBy("throughput", rates, more);
    expect(throughput).toMatchObject({ verdict: "faster", decides: true });
    expect(throughput.ratio).toBeCloseTo(2, 6);
    expect(throughput.low).toBeGreaterThan(1);
  });

  it("widens the interval by the error of estimated clocks, which more rounds do not remove", () => {
    const pair = (errorMs: number) =>
      [1, 2].map((ms, index) => timing(index === 0 ? "a" : "b", ms, { clock: estimated(errorMs) }));
    const exact = onlyBy("transmission", pair(0));
    const close = onlyBy("transmission", pair(0.1));
    expect(close.verdict).toBe("slower");
    expect(close.low).toBeLessThan(exact.low ?? 0);
    expect(close.high).toBeGreaterThan(exact.high ?? 0);
    expect(exact).toEqual(onlyBy("transmission", [timing("a", 1), timing("b", 2)]));
  });

  it("is invalid where the numbers do not answer the question, and says why", () => {
    const { counts } = buildRound([1, 1, 1]);
    const saturated = { code: "SENDER_SATURATED", message: "x" } as const;
    const rated = (one: Timing): Timing => ({ ...one, load: scheduled });
    const cases: [string, Timing, Measure][] = [
      ["NOT_WHOLE", timing("b", 2, { counts: { ...counts, lost: 1 } }), "transmission"],
      ["NOT_WHOLE", timing("b", 2, { counts: { ...counts, damaged: null } }), "service"],
      ["NOT_WHOLE", timing("b", 2, { status: "failed" }), "transmission"],
      ["NOT_WHOLE", timing("b", 2, { counts: { ...counts, sent: 0 } }), "transmission"],
      ["DROPPED", timing("b", 2, { counts: { ...counts, dropped: 1 } }), "transmission"],
      ["SENDER_SATURATED", rated(timing("b", 2, { warnings: [saturated] })), "transmission"],
      ["CLOCK", timing("b", 2, { clock: derived }), "transmission"],
      // 1 to 3 against 0.5 to 1.5: the clocks decide which one is faster.
      ["CLOCK", timing("b", 1.1, { clock: estimated(0.5) }), "transmission"],
      // A time could be negative.
      ["CLOCK", timing("b", 1, { clock: estimated(2) }), "transmission"],
    ];
    for (const [code, timingOfB, by] of cases) {
      const a = code === "SENDER_SATURATED" ? rated(timing("a", 1)) : timing("a", 1);
      const [first] = compareBy(by, [a, timingOfB]);
      expect(first, code).toMatchObject({
        verdict: "invalid",
        reason: { code },
        ...{ ratio: null, low: null, high: null, pValue: null, spread: null, roundsNeeded: null },
      });
      expect(first?.reason?.message).not.toBe("");
      const reversed = compareBy(by, [timingOfB, a], { reference: "b" })[0];
      expect(reversed?.reason?.code).toBe(code);
    }
  });

  it("is not invalid because the sender was held up in a few rounds", () => {
    const held = { warnings: [{ code: "SENDER_SATURATED", message: "x" }] } as const;
    const { rounds, ...other } = { ...timing("b", 2), load: scheduled };
    const withHeld = (count: number) =>
      rounds.map((one, index) => (index < count ? { ...one, ...held } : one));
    const verdictWith = (count: number) =>
      compareBy("transmission", [
        { ...timing("a", 1), load: scheduled },
        { ...other, rounds: withHeld(count) },
      ])[0]?.verdict;
    expect(verdictWith(rounds.length / 2)).toBe("slower");
    expect(verdictWith(rounds.length / 2 + 1)).toBe("invalid");
  });

  it("does not call a saturated sender of a closed loop invalid, as the loop is then what was asked for", () => {
    const warnings = [{ code: "SENDER_SATURATED", message: "x" }] as const;
    expect(onlyBy("transmission", [timing("a", 1), timing("b", 2, { warnings })]).verdict).toBe("slower");
  });

  it("reports what was not measured", () => {
    const without = (timings: readonly Timing[]) =>
      compareTimings(timings, plan, ["a", "b", "c"]).filter(({ decides }) => decides);
    expect(without([timing("a", 1), timing("b", 2)])).toMatchObject([
      { label: "b", verdict: "slower" },
      { label: "c", verdict: "invalid", reason: { code: "NOT_MEASURED" } },
    ]);
    expect(without([timing("b", 2), timing("c", 2)]).map(({ reason }) => reason?.code)).toEqual([
      ...["NOT_MEASURED", "NOT_MEASURED"],
    ]);
    // Blocks that only one of the two has are left out.
    const shorter = onlyBy("transmission", [timing("a", 1), timing("b", 2, {}, 9)]);
    expect(shorter).toMatchObject({ rounds: 9, verdict: "slower" });
    const p99 = onlyBy("p99", [timing("a", 1), timing("b", 2)], { decideBy: "p99" });
    expect(p99).toMatchObject({ decides: true, verdict: "invalid", reason: { code: "NOT_MEASURED" } });
    const [own, other] = [timing("a", 1), timing("b", 2)];
    const apart = { ...other, rounds: other.rounds.map((round) => ({ ...round, block: round.block + 50 })) };
    expect(onlyBy("transmission", [own, apart]).reason?.code).toBe("NOT_MEASURED");
  });

  it("compares service times whatever the clocks are, because they need only one", () => {
    const of = (clock: ClockReport) =>
      onlyBy("service", [timing("a", 1, { clock }), timing("b", 20, { clock })]);
    expect(of(derived)).toMatchObject({ verdict: "slower" });
    expect(of(derived).ratio).toBe(of(shared).ratio);
  });

  it("compares 12 adapters with the reference by all measures of 30 rounds", () => {
    const resources = {
      ...{ durationMs: 1, cpuUserMs: 1, cpuSystemMs: 1, rssBytes: 1, rssPeakBytes: 1, heapUsedBytes: 1 },
      ...{ loopBusyShare: 0.5, loopDelayMs: null, gcCount: 0, gcTotalMs: 0, gcMaxMs: 0 },
      series: { intervalMs: 1_000, intervals: [] },
      ...{ minorFaults: 1, majorFaults: 0, voluntarySwitches: null, involuntarySwitches: null },
      ...{ cpuMsPerPayload: 0.5, minorFaultsPerPayload: 5, majorFaultsPerPayload: 0, workShare: 0.5 },
      ...{ voluntarySwitchesPerPayload: null, involuntarySwitchesPerPayload: null },
    };
    const ends = { senders: [buildEnd({ resources })], receivers: [buildEnd({ resources })] };
    const timings = Array.from({ length: 13 }, (_, index) => {
      const made = timing(index === 0 ? "a" : `row ${index}`, 1 + index / 10, { ends }, 30, 0.02);
      const load = { ...made.load, thinkTimeMs: 0 } as Timing["load"];
      return { ...made, load };
    });
    const comparisons = compareTimings(timings, plan);
    expect(new Set(comparisons.map(({ by }) => by))).toEqual(
      new Set(["transmission", "service", "throughput", "cpu", "faults"]),
    );
    expect(comparisons).toHaveLength(60);
    // Values that are equal in every block are the same, with an interval of no width.
    expect(comparisons.filter(({ by }) => by === "cpu")).toMatchObject(
      Array.from({ length: 12 }, () => ({ verdict: "same", ratio: 1, low: 1, high: 1 })),
    );
  });
});
