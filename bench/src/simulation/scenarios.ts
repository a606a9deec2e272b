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

/** Simulates every scenario, one after the other. Each has its own seed. */
export function* simulateAll(cases: number): Generator<Row> {
  let seed = 0;
  for (const contenders of CONTENDERS) {
    for (const variation of VARIATIONS) {
      for (const shape of SHAPES) {
        for (const rounds of LENGTHS) {
          const scenario = { shape, variation, contenders, rounds };
          const equal = simulateRuns({ ...scenario, ratios: [1] }, cases, ++seed);
          const mixed = simulateRuns({ ...scenario, ratios: RATIOS }, cases, ++seed);
          yield { ...scenario, equal, mixed };
        }
      }
    }
  }
}
