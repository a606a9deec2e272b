import type { Warning } from "../failure/codes.js";
import { freshSeed } from "../options/comparison-options.js";
import { refuseInsideReceiver } from "../process/inside-receiver.js";
import { balancedBlocks } from "../run/balanced-blocks.js";
import { type CheckedMatrix, checkMatrix } from "./check-matrix.js";
import type { MatrixOptions } from "./matrix-options.js";
import { type MatrixPlan, planOf, warningsOfPlan } from "./matrix-plan.js";

/** A block that a matrix will run: one round of every adapter in one cell. */
export interface PlannedBlock {
  /** Index in `cells`. */
  readonly cell: number;
  /** The labels of the adapters in the order of the block. */
  readonly order: readonly string[];
}

/** What `runMatrix` will do with its options. No cell is measured. */
export interface PlannedMatrix extends MatrixPlan {
  /** Warnings of the result that are known before it runs: `CONTROL_NOT_ENCRYPTED`. */
  readonly warnings: readonly Warning[];
  /** The first blocks in the order in which they will run, at most 100. */
  readonly firstBlocks: readonly PlannedBlock[];
}

const MOST_BLOCKS = 100;

/**
 * Checks the options of `runMatrix`, reads the payloads, and says what will be measured in which order. It opens nothing
 * and measures nothing. A plan with a single cell is also that of `runBenchmark` with these options. Without `seed`, each
 * plan has a new one. To run in the order of a plan, give its `settings.seed`.
 *
 * @throws WireduelError `INVALID_OPTION` or `INSIDE_RECEIVER`, as `runMatrix` does
 */
export function planMatrix(options: MatrixOptions): PlannedMatrix {
  refuseInsideReceiver();
  const checked = checkMatrix(options, freshSeed());
  return { ...planOf(checked), warnings: warningsOfPlan(checked), firstBlocks: firstBlocksOf(checked) };
}

function firstBlocksOf({ adapters, cells, seed }: CheckedMatrix): PlannedBlock[] {
  const passes = Math.min(MOST_BLOCKS, Math.max(...cells.map(({ options }) => options.rounds.max)));
  const labels = adapters.map(({ label }) => label);
  const orders = cells.map(({ options }) => balancedBlocks(adapters.length, passes, options.seed));
  return balancedBlocks(cells.length, passes, seed)
    .flatMap((order, pass) => order.map((cell) => ({ cell, order: orders[cell]?.[pass] ?? [] })))
    .map(({ cell, order }) => ({ cell, order: order.map((index) => labels[index] as string) }))
    .slice(0, MOST_BLOCKS);
}
