/** What decides how many blocks the cells of a matrix have. */
export interface MatrixRule {
  /** The most blocks of a cell. */
  readonly max: number;
  /** How long the whole matrix may take. Null: no limit. */
  readonly budgetMs: number | null;
  /** So many blocks of each cell are measured even if they go beyond the budget. Default: 1. */
  readonly fewest?: number;
}

/** What is known of a cell. */
export interface CellProgress {
  readonly blocks: number;
  readonly ended: boolean;
}

/**
 * Whether another pass follows, and how long that takes. A pass runs one block of every cell that has not ended. A pass
 * is begun if all of it fits into the budget, so all cells get equally many rounds. It reads no clock.
 */
export class MatrixSchedule {
  readonly #rule: MatrixRule;
  /** How long the last block of each cell took. */
  readonly #lastMs = new Map<number, number>();
  /** For a cell that has no block of its own yet. */
  #usualMs: number | null;
  #fewest: number;

  /** @param usualMs about how long a block takes, if a stored part shows it */
  constructor(rule: MatrixRule, usualMs: number | null) {
    this.#rule = rule;
    this.#usualMs = usualMs;
    this.#fewest = rule.fewest ?? 1;
  }

  /**
   * A block is complete.
   * @param whole whether every payload arrived once and unchanged. If not, more rounds answer nothing.
   */
  took(cell: number, blockMs: number, whole = true): void {
    if (!whole) this.#fewest = 1;
    this.#lastMs.set(cell, blockMs);
    const all = [...this.#lastMs.values()];
    this.#usualMs = all.reduce((sum, ms) => sum + ms, 0) / all.length;
  }

  /** Whether another pass follows, because it fits, was begun, or is one of the fewest. */
  another(pass: number, cells: readonly CellProgress[], elapsedMs: number): boolean {
    const { max, budgetMs } = this.#rule;
    if (pass >= max || cells.every(({ ended }) => ended)) return false;
    // A pass that was interrupted is finished.
    const begun = pass < this.#fewest || cells.some(({ blocks }) => blocks > pass);
    return begun || budgetMs === null || elapsedMs + this.#passMs(pass, cells) <= budgetMs;
  }

  /**
   * About how long the matrix will still take, at most. Known after its first block.
   * @param pass the pass that runs
   */
  leftMs(pass: number, cells: readonly CellProgress[], elapsedMs: number): number {
    const { max, budgetMs } = this.#rule;
    const passesMs = (passes: number) =>
      this.#passMs(pass, cells) + Math.max(0, passes - pass - 1) * this.#passMs(pass + 1, cells);
    // What this pass and the fewest still need is measured even if it goes beyond the budget.
    const byBudget =
      budgetMs === null ? Number.POSITIVE_INFINITY : Math.max(passesMs(this.#fewest), budgetMs - elapsedMs);
    return Math.min(passesMs(max), byBudget);
  }

  /** How long the rest of a pass takes. */
  #passMs(pass: number, cells: readonly CellProgress[]): number {
    const left = [...cells.entries()].filter(([, { blocks, ended }]) => !ended && blocks <= pass);
    return left.reduce((sum, [cell]) => sum + (this.#lastMs.get(cell) ?? this.#usualMs ?? 0), 0);
  }
}
