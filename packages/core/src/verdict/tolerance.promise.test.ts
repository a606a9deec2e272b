import { describe, expect, it } from "vitest";
import { simulateGates } from "./fixtures/simulated-gates.js";
import { SHAPES } from "./fixtures/simulated-runs.js";

// Seeded. Each answer may be wrong in 2.5 of 100 gates. The limit is three standard errors above.
const RUNS = 400;
const MOST_WRONG = 0.025 + 3 * Math.sqrt((0.025 * 0.975) / RUNS);
const tolerance = 0.1;

describe.each(SHAPES)("a gate with looks: %s", (shape) => {
  it.each([1, 4])("keeps its promise, with %d pairs", (contenders) => {
    const scenario = { contenders, shape, variation: 0.1, min: 6, max: 30 };
    const gate = (ratio: number, seed: number) => simulateGates(scenario, { tolerance, ratio }, RUNS, seed);
    expect(gate(1, 1).failed).toBeLessThan(MOST_WRONG);
    // The hardest case: exactly as slow as is allowed, so neither answer is right.
    const onTheEdge = gate(1 + tolerance, 2);
    expect(onTheEdge.failed).toBeLessThan(MOST_WRONG);
    expect(onTheEdge.passed).toBeLessThan(MOST_WRONG);
    // It is not too careful either.
    expect(gate(1.5, 3).failed).toBeGreaterThan(0.8);
  });
});

describe("a gate without tolerance", () => {
  it("claims that equal adapters are slower in at most 5 of 100 gates, however often it looks", () => {
    for (const [seed, max] of [12, 30, 60].entries()) {
      const scenario = { contenders: 1, shape: "normal", variation: 0.1, min: 6, max } as const;
      const equal = simulateGates(scenario, { tolerance: 0, ratio: 1 }, RUNS, seed);
      expect(equal.failed).toBeLessThan(MOST_WRONG);
      expect(equal.passed).toBeLessThan(MOST_WRONG);
    }
  });
});

describe("the rule of a gate", () => {
  const scenario = { contenders: 1, shape: "normal", variation: 0.05, min: 6, max: 60 } as const;

  it("ends a run early where the answer is clear, and not where it is not", () => {
    expect(simulateGates(scenario, { tolerance, ratio: 1 }, 50, 1).rounds).toBeLessThan(25);
    expect(simulateGates(scenario, { tolerance, ratio: 1.5 }, 50, 2).rounds).toBeLessThan(15);
    expect(simulateGates(scenario, { tolerance, ratio: 1.1 }, 50, 3).rounds).toBeGreaterThan(50);
  });
});
