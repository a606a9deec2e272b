import { BESIDE_A_LOOP } from "../pairs/plan.js";
import { PAIR_TARGETS } from "../targets/pair-targets.js";
import { judgePairs } from "./make-results.js";
import type { BenchResults, PairResult, PairsRun } from "./results.js";

/** What a run of the pairs alone gives. */
export interface MeasuredPairs {
  readonly pairs: readonly PairResult[];
  readonly failures: BenchResults["failures"];
  readonly run: PairsRun;
}

/** Results with other pairs, their verdicts and their failures. All else stays. */
export function withPairs(results: BenchResults, { pairs, failures, run }: MeasuredPairs): BenchResults {
  const judged = new Map(judgePairs(PAIR_TARGETS, pairs).map((target) => [target.what, target]));
  const ofOthers = results.failures.filter(({ name }) => !name.startsWith(BESIDE_A_LOOP));
  return {
    ...results,
    targets: results.targets.map((target) => judged.get(target.what) ?? target),
    pairs,
    pairsRun: run,
    failures: [...ofOthers, ...failures],
  };
}
