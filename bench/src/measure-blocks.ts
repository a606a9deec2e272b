import { type Cell, nameOf } from "./cell.js";
import { forkCell } from "./fork-cell.js";
import { shuffledBlocks } from "./internals.js";
import type { Rounds } from "./rounds.js";

/** How blocks are run. */
export interface BlockOptions {
  /** The most blocks. */
  readonly blocks: number;
  /** No block begins that would, taking as long as the longest so far, end after this: `performance.now()`. */
  readonly until: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Hears of each block that begins, and of each round that failed. */
  say(line: string): void;
}

/**
 * Runs every cell once in each block, all in processes of their own. Cells of the same load, which are compared with each
 * other, run one after the other, so that a pair lies seconds apart; the order of loads, and of the cells of each, is shuffled
 * anew for each block.
 *
 * @returns how many blocks are complete
 */
export async function measureBlocks(
  cells: readonly Cell[],
  rounds: Rounds,
  { blocks, until, seed, signal, say }: BlockOptions,
): Promise<number> {
  const groups = groupByLoad(cells);
  // One seed for each shuffle: the groups' own, and one for the cells of each group.
  const orders = shuffledBlocks(groups.length, blocks, seed);
  const ordersWithin = groups.map((group, index) => shuffledBlocks(group.length, blocks, seed + index + 1));
  let longestMs = 0;
  for (let block = 0; block < blocks; block++) {
    const beganAt = performance.now();
    if (signal.aborted || (block > 0 && beganAt + longestMs > until)) return block;
    const left =
      block === 0
        ? ""
        : `, about ${Math.min(blocks, block + Math.floor((until - beganAt) / longestMs))} in all`;
    say(`block ${block + 1}${left}: ${groups.flat().length} cells`);
    for (const index of orders[block] ?? []) {
      const group = groups[index] ?? [];
      for (const place of ordersWithin[index]?.[block] ?? []) {
        if (signal.aborted) return block;
        const cell = group[place] as Cell;
        try {
          rounds.add(cell, block, await forkCell(cell, signal));
        } catch (error) {
          if (signal.aborted) return block;
          const message = error instanceof Error ? error.message : String(error);
          rounds.fail(cell, message);
          say(`  failed: ${nameOf(cell)}: ${message}`);
        }
      }
    }
    longestMs = Math.max(longestMs, performance.now() - beganAt);
  }
  return blocks;
}

/** Each cell once, those of the same load together. */
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

/** A start is held against imports. */
function loadOf(kind: "start" | "imports" | "core"): string {
  return kind === "core" ? "core" : "start";
}
