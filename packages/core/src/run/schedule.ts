import type { RoundsRule } from "../verdict/rounds-rule.js";

/** How much of a budget blocks may use. */
export interface BudgetUse {
  /** So many blocks are measured even if they go beyond the budget. Default 1. */
  readonly fewest?: number;
  /** So much of the budget stays free for what follows the blocks. Default 0. */
  readonly freeMs?: number;
  /** Until there are so many blocks, they may also use what should stay free. Default 1. */
  readonly first?: number;
}

/** Whether another block follows, and how long that takes. It reads no clock. */
export class Schedule {
  readonly #rule: RoundsRule;
  readonly #budgetMs: number | null;
  readonly #freeMs: number;
  readonly #first: number;
  #fewest: number;
  readonly #tookMs: number[] = [];

  constructor(
    rule: RoundsRule,
    budgetMs: number | null,
    { fewest = 1, freeMs = 0, first = 1 }: BudgetUse = {},
  ) {
    this.#rule = rule;
    this.#budgetMs = budgetMs;
    this.#freeMs = freeMs;
    this.#first = first;
    this.#fewest = fewest;
  }

  /** How many blocks are done. */
  get done(): number {
    return this.#tookMs.length;
  }

  /**
   * A block is complete.
   * @param whole whether every payload arrived once and unchanged. If not, more rounds answer nothing.
   */
  took(blockMs: number, whole = true): void {
    this.#tookMs.push(blockMs);
    if (!whole) this.#fewest = 1;
  }

  /**
   * Whether another block follows, because it fits or is one of the fewest.
   * @param elapsedMs since the run began
   */
  another(elapsedMs: number): boolean {
    if (this.done < this.#fewest) return true;
    if (this.done >= this.#rule.max) return false;
    return elapsedMs + this.#nextMs <= this.#mostMs;
  }

  /** About how long the run will still take, at most. Infinity before the first block, if there is no budget. */
  leftMs(elapsedMs: number): number {
    const blocksMs = (rounds: number) => (this.done >= rounds ? 0 : (rounds - this.done) * this.#nextMs);
    const byRounds = this.done === 0 ? Number.POSITIVE_INFINITY : blocksMs(this.#rule.max);
    const fewestMs = this.done === 0 ? 0 : blocksMs(this.#fewest);
    const byBudget = Math.max(fewestMs, this.#mostMs - elapsedMs);
    return Math.max(0, Math.min(byRounds, byBudget));
  }

  /** How long all blocks may take together. */
  get #mostMs(): number {
    if (this.#budgetMs === null) return Number.POSITIVE_INFINITY;
    return this.done < this.#first ? this.#budgetMs : this.#budgetMs - this.#freeMs;
  }

  /** The last blocks show best how long the next one takes, because the length of rounds may have changed. */
  get #nextMs(): number {
    const last = this.#tookMs.slice(-3);
    return last.reduce((sum, ms) => sum + ms, 0) / last.length;
  }
}
