// The promise of `compareResults`, in simulation: how often it claims a difference that is none, and how often all its
// intervals contain their true ratios. Seeded, so it does not depend on the machine.
import { describe, expect, it } from "vitest";
import { buildProvenance, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { BenchmarkResult, ResultComparison } from "../../index.js";
import { seededRandom } from "../../stats/seeded-random.js";
import { compareResults } from "./compare-results.js";

const LABELS = ["ws", "grpc", "tcp"];
const CASES = 400;
/** The standard error of a share of 5 % is 1.1 % with 400 cases. The limit is three of them above. */
const MOST_WRONG = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / CASES);

interface Case {
  readonly rounds: readonly [base: number, head: number];
  /** How much rounds vary, as standard deviations of logarithms. */
  readonly spreads: readonly [base: number, head: number];
  /** The true ratio of head and base. */
  readonly ratio: number;
  /** One of ten rounds takes this many times as long. */
  readonly tail?: number;
}

function simulate(seed: number, { rounds, spreads, ratio, tail = 1 }: Case): ResultComparison[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const run = (id: string, count: number, spread: number, factor: number): BenchmarkResult => {
    const timings = LABELS.map((label) => {
      const medians = Array.from({ length: count }, () => {
        const ms = 1_000 * factor * Math.exp(spread * normal());
        return random() < 0.1 ? ms * tail : ms;
      });
      return buildTiming(
        label,
        medians.map((ms, block) => buildRound([ms], { block })),
      );
    });
    return buildResult(timings, { provenance: buildProvenance({ id }) });
  };
  return Array.from({ length: CASES }, () =>
    compareResults(run("base", rounds[0], spreads[0], 1), run("head", rounds[1], spreads[1], ratio)),
  );
}

const share = (all: readonly ResultComparison[], is: (one: ResultComparison) => boolean) =>
  all.filter(is).length / all.length;
const claims = ({ comparisons }: ResultComparison) =>
  comparisons.some(({ verdict }) => verdict === "faster" || verdict === "slower");
const holds =
  (ratio: number) =>
  ({ comparisons }: ResultComparison) =>
    comparisons.every(({ low, high }) => (low ?? 0) <= ratio && (high ?? Number.POSITIVE_INFINITY) >= ratio);

describe("two results of equal adapters, three of them, compared by two measures", () => {
  it.each<[string, Case]>([
    ["10 rounds each", { rounds: [10, 10], spreads: [0.1, 0.1], ratio: 1 }],
    ["10 rounds each that vary much", { rounds: [10, 10], spreads: [0.4, 0.4], ratio: 1 }],
    ["one of them varies four times as much", { rounds: [10, 10], spreads: [0.1, 0.4], ratio: 1 }],
    ["the one with fewer rounds varies more", { rounds: [10, 30], spreads: [0.4, 0.1], ratio: 1 }],
    ["some rounds take three times as long", { rounds: [12, 12], spreads: [0.1, 0.1], ratio: 1, tail: 3 }],
  ])("claim a difference in at most 5 of 100 cases: %s", (_, simulated) => {
    const all = simulate(1, simulated);
    expect(share(all, claims)).toBeLessThan(MOST_WRONG);
    expect(share(all, holds(1))).toBeGreaterThan(1 - MOST_WRONG);
  });
});

describe("two results of adapters that differ", () => {
  it("have intervals that all contain the true ratio in at least 95 of 100 cases", () => {
    // Service times are 0.1 ms longer than transmission times.
    const ratio = 1_300.1 / 1_000.1;
    const all = simulate(2, { rounds: [12, 12], spreads: [0.2, 0.1], ratio: 1.3 });
    expect(share(all, holds(ratio))).toBeGreaterThan(1 - MOST_WRONG);
  });

  it("show a difference of 30 % with 12 rounds that vary by 10 %", () => {
    const all = simulate(3, { rounds: [12, 12], spreads: [0.1, 0.1], ratio: 1.3 });
    const found = share(all, ({ comparisons }) =>
      comparisons.filter(({ decides }) => decides).every(({ verdict }) => verdict === "slower"),
    );
    expect(found).toBeGreaterThan(0.9);
  });
});
