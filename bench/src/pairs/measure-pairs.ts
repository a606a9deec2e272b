import { balancedBlocks } from "../internals.js";
import { messageOf } from "../processes/end-with-parent.js";
import { BLOCKS_OF_RUN, measurePair } from "./measure-pair.js";
import type { PairRounds } from "./pair-rounds.js";
import type { PairPlan } from "./plan.js";

/** How pairs are measured. */
export interface PairsOptions {
  /** Of each pair. An odd number is one more, because slices need two blocks. */
  readonly blocks: number;
  /** A `performance.now()` time. No further run begins if it would end later, once each pair has one. Default: no limit. */
  readonly until?: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  report(line: string): void;
  /** Called after each run, when its blocks are added. */
  added(): Promise<void>;
}

/** Measures all pairs, one after the other, and again and again, in changing order. Failed runs are in `rounds`. */
export async function measurePairs(
  plans: readonly PairPlan[],
  rounds: PairRounds,
  { blocks, until = Number.POSITIVE_INFINITY, seed, signal, report, added }: PairsOptions,
): Promise<void> {
  const runs = Math.ceil(blocks / BLOCKS_OF_RUN);
  let longestMs = 0;
  for (const [run, order] of balancedBlocks(plans.length, runs, seed).entries()) {
    report(`beside hand-written loops: blocks ${run * BLOCKS_OF_RUN + 1} and ${(run + 1) * BLOCKS_OF_RUN}`);
    for (const index of order) {
      const beganAt = performance.now();
      if (signal.aborted || (run > 0 && beganAt + longestMs > until)) return;
      const plan = plans[index] as PairPlan;
      try {
        const measured = await measurePair(plan, { seed: seed + run * BLOCKS_OF_RUN, signal });
        rounds.add(plan, measured.blocks, measured.about);
        await added();
      } catch (error) {
        if (signal.aborted) return;
        rounds.fail(plan, messageOf(error));
        report(`  failed: ${plan.name}: ${messageOf(error)}`);
      }
      longestMs = Math.max(longestMs, performance.now() - beganAt);
    }
  }
}
