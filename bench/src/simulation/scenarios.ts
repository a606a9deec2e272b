import { type Outcome, type Scenario, SHAPES, simulateRuns } from "../internals.js";

/** How long runs are: fixed numbers of rounds, and the default rule. */
export const LENGTHS = [6, 10, 20, { min: 6, max: 30, until: 0.05 }] as const;
const CONTENDERS = [1, 3, 6, 12] as const;
const VARIATIONS = [0.1, 0.4] as const;
/** In runs with differences, the adapters have these true ratios in turn. */
const RATIOS = [1.1, 1.5, 1] as const;

/** All runs of the same adapters, variation and length. */
export interface Row {
  readonly shape: Scenario["shape"];
  readonly variation: number;
  readonly contenders: number;
  readonly rounds: Scenario["rounds"];
  /** All adapters are equal. */
  readonly equal: Outcome;
  /** The adapters have different true ratios. */
  readonly mixed: Outcome;
}

/** A scenario of which equal and different adapters are simulated. */
type Both = Omit<Row, "equal" | "mixed">;

/** All scenarios. */
export const SCENARIOS: readonly Both[] = CONTENDERS.flatMap((contenders) =>
  VARIATIONS.flatMap((variation) =>
    SHAPES.flatMap((shape) => LENGTHS.map((rounds) => ({ contenders, variation, shape, rounds }))),
  ),
);

/** Simulates one of the scenarios. Each has its own seeds. */
export function simulateScenario(index: number, cases: number): Row {
  const scenario = SCENARIOS[index] as Both;
  return {
    ...scenario,
    equal: simulateRuns({ ...scenario, ratios: [1] }, cases, 2 * index),
    mixed: simulateRuns({ ...scenario, ratios: RATIOS }, cases, 2 * index + 1),
  };
}
