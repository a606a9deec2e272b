import { UsageError } from "../command-line.js";
import type { BegunRun } from "../results/begin-run.js";
import { readResults, resultFiles, writeResults } from "../results/result-files.js";
import { withPairs } from "../results/with-pairs.js";
import type { PairRounds } from "./pair-rounds.js";
import type { PairPlan } from "./plan.js";

/** A run of pairs, and what it has measured so far. */
export interface StoredRun {
  readonly plans: readonly PairPlan[];
  readonly rounds: PairRounds;
  readonly begun: BegunRun;
  readonly seed: number;
  report(line: string): void;
}

/** Stores what was measured so far. `complete`: the run has ended, and nobody interrupted it. */
export type StorePairs = (complete: boolean) => Promise<void>;

/**
 * Puts the pairs of a run in place of those among the results in a folder, once each pair has blocks. A part of them would be worse
 * than the pairs of the earlier run.
 * @throws UsageError if the folder has no results
 */
export function storePairs(folder: string, { plans, rounds, begun, seed, report }: StoredRun): StorePairs {
  const results = readResults(folder);
  if (results === undefined) {
    throw new UsageError(`expected a folder with the results of \`pnpm bench\` after --out, got ${folder}`);
  }
  const beganAt = performance.now();
  return async (complete) => {
    const missing = plans.filter((plan) => rounds.blocksOf(plan).length === 0).map(({ name }) => name);
    if (missing.length > 0) {
      if (complete)
        report(`nothing is written, because these pairs were not measured: ${missing.join("; ")}`);
      return;
    }
    const durationMs = performance.now() - beganAt;
    const run = { ...begun, durationMs, complete, libraries: rounds.libraries(), seed };
    const failures = rounds.failures().map(([name, messages]) => ({ name, messages }));
    await writeResults(folder, withPairs(results, { pairs: rounds.results(plans), failures, run }));
    if (complete) report(`written: ${resultFiles(folder)}`);
  };
}
