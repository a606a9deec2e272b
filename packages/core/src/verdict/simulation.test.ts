import { describe, expect, it } from "vitest";
import { type Scenario, SHAPES, simulateRuns } from "./fixtures/simulated-runs.js";

// Seeded. `pnpm bench simulate` has more cases. With 300 runs, the standard error of a 5 % share is 1.3 %. The limit is
// three standard errors above.
const RUNS = 300;
const LIMIT = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS);
const rule = { min: 8, max: 16, until: 0.05 };

describe.each(SHAPES)("the verdict of simulated runs: %s", (shape) => {
  it.each<[contenders: number, rounds: Scenario["rounds"]]>([
    [1, 6],
    [1, rule],
    [4, 12],
  ])("keeps its promise with %d contenders and %j rounds", (contenders, rounds) => {
    const scenario = { contenders, rounds, shape, variation: 0.1 };
    const equal = simulateRuns({ ...scenario, ratios: [1] }, RUNS, 1);
    const mixed = simulateRuns({ ...scenario, ratios: [1.1, 1.5, 1] }, RUNS, 2);
    for (const { wrong, covered } of [equal, mixed]) {
      expect(wrong).toBeLessThan(LIMIT);
      expect(covered).toBeGreaterThan(1 - LIMIT);
    }
    // It is not too careful either.
    expect(mixed.power.get(1.5)).toBeGreaterThan(0.8);
  });
});

describe("a rule for rounds", () => {
  it("ends a run early where differences are clear, and not where they are not", () => {
    const scenario = { contenders: 1, rounds: rule, shape: "normal", variation: 0.1 } as const;
    expect(simulateRuns({ ...scenario, ratios: [1.5] }, 50, 3).rounds).toBeLessThan(12);
    expect(simulateRuns({ ...scenario, ratios: [1] }, 50, 4).rounds).toBeGreaterThan(14);
  });
});
