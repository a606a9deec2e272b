import { describe, expect, it } from "vitest";
import type { ClockReport } from "../clock/clock-model.js";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Timing } from "../result/result.js";
import { compareTimings } from "./compare-timings.js";

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

/** Eight rounds whose medians are about `ms`. Replies come a millisecond later. */
function rounds(label: string, ms: number, clock: ClockReport = shared): Timing {
  const medians = Array.from({ length: 8 }, (_, index) => ms * (1 + index / 1_000));
  return buildTiming(
    label,
    medians.map((median) => buildRound([median, median, median], { clock })),
  );
}

/** What the transmission times show of the second timing. */
function byTransmission(first: Timing, second: Timing) {
  return compareTimings([first, second]).find(({ of }) => of === "transmissionMs");
}

describe("compareTimings", () => {
  it("compares rounds of a shared clock by their medians", () => {
    expect(byTransmission(rounds("a", 1), rounds("b", 2))).toMatchObject({ verdict: "slower", to: "a" });
    expect(byTransmission(rounds("a", 2), rounds("b", 1))?.verdict).toBe("faster");
  });

  it("widens the interval by the error of estimated clocks, which more rounds do not remove", () => {
    const exact = byTransmission(rounds("a", 1), rounds("b", 2));
    const close = byTransmission(rounds("a", 1, estimated(0.1)), rounds("b", 2, estimated(0.1)));
    expect(close?.verdict).toBe("slower");
    expect(close?.low).toBeLessThan(exact?.low ?? 0);
    expect(close?.high).toBeGreaterThan(exact?.high ?? 0);
    // 1.5 to 2.5 against 0.5 to 1.5: they may be equal.
    const open = byTransmission(rounds("a", 1, estimated(0.5)), rounds("b", 2, estimated(0.51)));
    expect(open).toMatchObject({ verdict: "no-difference-shown" });
    expect(open?.pValue).toBeGreaterThan(0.05);
  });

  it("does not compare one-way times if the error of the clocks has no bound, or may be all of them", () => {
    const clocks: [ClockReport, ClockReport][] = [
      [derived, shared],
      [shared, derived],
      [estimated(2), shared],
    ];
    for (const [a, b] of clocks) {
      const comparisons = compareTimings([rounds("a", 1, a), rounds("b", 2, b)]);
      expect(comparisons.map(({ of }) => of)).toEqual(["serviceMs"]);
    }
  });

  it("compares service times whatever the clocks are, because they need only one", () => {
    const of = (clock: ClockReport) =>
      compareTimings([rounds("a", 1, clock), rounds("b", 20, clock)]).find(({ of }) => of === "serviceMs");
    expect(of(derived)).toEqual(of(shared));
  });
});
