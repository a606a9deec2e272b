// Types only, so that the types of a result need nothing of the code that compares.

/** How often each adapter is measured. */
export interface RoundsRule {
  /** After this many rounds, a run may stop. */
  readonly min: number;
  /** After this many rounds, a run stops. */
  readonly max: number;
  /**
   * A run stops when every comparison by the deciding measure is decided, or its interval reaches at most this far to
   * either side, as a share of the ratio. Null: it does not stop before `max`.
   */
  readonly until: number | null;
}

/** How many rounds there will be. Null if that is only known later. */
export function plannedRounds({ max, until }: RoundsRule, budgetMs: number | null): number | null {
  return until === null && budgetMs === null ? max : null;
}
