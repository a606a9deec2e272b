import { describe, expect, it } from "vitest";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Timing } from "../result/result.js";
import type { ComparisonPlan } from "./plan.js";
import { stopAt } from "./stop-at.js";

const rule = { min: 10, max: 40, until: 0.05 };
const plan: ComparisonPlan = {
  reference: "a",
  margin: 0.05,
  decideBy: "transmission",
  roundsRule: rule,
  cells: 1,
};
const noise = [0.3, -0.7, 1, -0.4, 0.8, -1, 0.1, 0.6, -0.2, -0.8, 0.5, -0.3];

/** `a`, and `b` that takes `ratio` as long, varying by `spread` from block to block. */
function pair(ratio: number, spread: number, rounds: number): Timing[] {
  const times = Array.from(
    { length: rounds },
    (_, block) => ratio * (1 + spread * (noise[block % 12] as number)),
  );
  return [
    buildTiming(
      "a",
      times.map((_, block) => buildRound([1, 1], { block })),
    ),
    buildTiming(
      "b",
      times.map((ms, block) => buildRound([ms, ms], { block })),
    ),
  ];
}

describe("stopAt", () => {
  it("stops at a look, once each comparison that decides is decided", () => {
    expect(stopAt(pair(2, 0.1, 10), plan, 10)).toBe(true);
    expect(stopAt(pair(0.5, 0.1, 10), plan, 10)).toBe(true);
    expect(stopAt(pair(1, 0.01, 10), plan, 10)).toBe(true);
    expect(stopAt(pair(1, 0.3, 10), plan, 10)).toBe(false);
    // No look after 11 rounds: another one would cost more of the allowed error.
    expect(stopAt(pair(2, 0.1, 11), plan, 11)).toBe(false);
    expect(stopAt(pair(2, 0.1, 13), plan, 13)).toBe(true);
    const several = [...pair(2, 0.1, 10), { ...(pair(1, 0.3, 10)[1] as Timing), label: "c" }];
    expect(stopAt(several, plan, 10)).toBe(false);
  });

  it("stops once the interval is narrow enough, even if nothing is decided", () => {
    const wide = { ...plan, margin: 0.01 };
    const roundsRule = { ...rule, until: 0.5 };
    expect(stopAt(pair(1, 0.3, 13), wide, 13)).toBe(false);
    expect(stopAt(pair(1, 0.3, 13), { ...wide, roundsRule }, 13)).toBe(true);
  });

  it("stops once each interval is on one side of the tolerance, whatever the verdict", () => {
    const gate = (tolerance: number) => ({ ...plan, roundsRule: { ...rule, until: null, tolerance } });
    // 1.1 times as long: a difference, and a tolerance of 10 % is in the middle of its interval.
    expect(stopAt(pair(1.1, 0.05, 13), plan, 13)).toBe(true);
    expect(stopAt(pair(1.1, 0.05, 13), gate(0.1), 13)).toBe(false);
    expect(stopAt(pair(1.1, 0.05, 13), gate(0.02), 13)).toBe(true);
    expect(stopAt(pair(1.1, 0.05, 13), gate(0.3), 13)).toBe(true);
    expect(stopAt(pair(1.1, 0.05, 14), gate(0.3), 14)).toBe(false);
    expect(stopAt(pair(1.1, 0.05, 40), gate(0.1), 40)).toBe(true);
  });

  it("stops at max, and not before min", () => {
    expect(stopAt(pair(1, 0.3, 40), plan, 40)).toBe(true);
    expect(stopAt(pair(2, 0.1, 9), plan, 9)).toBe(false);
    expect(stopAt([], plan, 40)).toBe(true);
  });

  it("stops if nothing can be compared, as more rounds do not change that", () => {
    const [a, b] = pair(1, 0.3, 10) as [Timing, Timing];
    const { counts } = buildRound([1]);
    const lossy = { ...b, rounds: b.rounds.map((round) => ({ ...round, counts: { ...counts, lost: 1 } })) };
    expect(stopAt([a, lossy], plan, 10)).toBe(true);
    expect(stopAt([a], plan, 10)).toBe(true);
    expect(stopAt([a], plan, 10, ["a", "b"])).toBe(true);
  });

  it("never stops a run with a fixed number of rounds", () => {
    expect(stopAt(pair(2, 0.1, 10), { ...plan, roundsRule: null }, 10)).toBe(false);
    const byTime = { min: 1, max: 1_000, until: null };
    expect(stopAt(pair(2, 0.1, 10), { ...plan, roundsRule: byTime }, 10)).toBe(false);
    expect(stopAt(pair(2, 0.1, 10), { ...plan, roundsRule: byTime }, 1_000)).toBe(true);
  });
});
