import type { RoundsRule } from "../verdict/rounds-rule.js";

/** Whether another block follows, and how long that takes. It reads no clock. */
export class Schedule {
  readonly #rule: RoundsRule;
  readonly #budgetMs: number | null;
  readonly #tookMs: number[] = [];

  constructor(rule: RoundsRule, budgetMs: number | null) {
    this.#rule = rule;
    this.#budgetMs = budgetMs;
  }

  /** How many blocks are done. */
  get done(): number {
    return this.#tookMs.length;
  }

  /** A block is complete. */
  took(blockMs: number): void {
    this.#tookMs.push(blockMs);
  }

  /**
   * Whether another block fits. The first one always does.
   * @param elapsedMs since the run began
   */
  another(elapsedMs: number): boolean {
    if (this.done === 0) return true;
    if (this.done >= this.#rule.max) return false;
    return this.#budgetMs === null || elapsedMs + this.#nextMs <= this.#budgetMs;
  }

  /** About how long the run will still take, at most. Infinity before the first block, if there is no budget. */
  leftMs(elapsedMs: number): number {
    const byRounds = this.done === 0 ? Number.POSITIVE_INFINITY : (this.#rule.max - this.done) * this.#nextMs;
    const byBudget = this.#budgetMs === null ? Number.POSITIVE_INFINITY : this.#budgetMs - elapsedMs;
    return Math.max(0, Math.min(byRounds, byBudget));
  }

  /** The last blocks show best how long the next one takes, because the length of rounds may have changed. */
  get #nextMs(): number {
    const last = this.#tookMs.slice(-3);
    return last.reduce((sum, ms) => sum + ms, 0) / last.length;
  }
}
