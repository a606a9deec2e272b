import { balancedBlocks } from "../internals.js";
import { messageOf } from "../processes/end-with-parent.js";
import { type Cell, nameOf } from "./cell.js";
import { forkCell } from "./fork-cell.js";
import type { Rounds } from "./rounds.js";

/** How blocks are run. */
export interface BlockOptions {
  readonly blocks: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called when a block begins, and when a round failed. */
  report(line: string): void;
  /** Called after each complete block. */
  complete(blocks: number): Promise<void>;
}

/**
 * Runs every cell once in each block, each in processes of its own. Cells of the same load are compared with each other, so
 * they run one after the other, a few seconds apart. Each block shuffles the loads, and the cells of each load.
 */
export async function measureBlocks(
  cells: readonly Cell[],
  rounds: Rounds,
  { blocks, seed, signal, report, complete }: BlockOptions,
): Promise<void> {
  const groups = groupByLoad(cells);
  // Each shuffle has its own seed: one for the groups, and one for the cells of each group.
  const orders = balancedBlocks(groups.length, blocks, seed);
  const ordersWithin = groups.map((group, index) => balancedBlocks(group.length, blocks, seed + index + 1));
  for (let block = 0; block < blocks; block++) {
    if (signal.aborted) return;
    report(`block ${block + 1} of ${blocks}: ${groups.flat().length} cells`);
    for (const index of orders[block] ?? []) {
      const group = groups[index] ?? [];
      for (const place of ordersWithin[index]?.[block] ?? []) {
        if (signal.aborted) return;
        const cell = group[place] as Cell;
        try {
          rounds.add(cell, block, await forkCell(cell, { signal }));
        } catch (error) {
          if (signal.aborted) return;
          const message = messageOf(error);
          rounds.fail(cell, message);
          report(`  failed: ${nameOf(cell)}: ${message}`);
        }
      }
    }
    await complete(block + 1);
  }
}

/** Each cell once, grouped by load. */
export function groupByLoad(cells: readonly Cell[]): Cell[][] {
  const groups = new Map<string, Map<string, Cell>>();
  for (const cell of cells) {
    const load =
      cell.kind === "transfer"
        ? `${cell.payloadBytes} ${cell.inFlight} ${cell.connections}`
        : loadOf(cell.kind);
    const group = groups.get(load) ?? new Map<string, Cell>();
    group.set(nameOf(cell), cell);
    groups.set(load, group);
  }
  return [...groups.values()].map((group) => [...group.values()]);
}

/** Start cells are compared with import cells. */
function loadOf(kind: Exclude<Cell["kind"], "transfer">): string {
  return kind === "imports" ? "start" : kind;
}
