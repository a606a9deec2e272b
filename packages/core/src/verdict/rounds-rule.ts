// Needs nothing, so that the types of a result need nothing of the code that compares.

/** How often each adapter is measured. */
export interface RoundsRule {
  /** After this many rounds, a run may stop. */
  readonly min: number;
  /** After this many rounds, a run stops. */
  readonly max: number;
  /**
   * A run stops when every comparison by the deciding measure is decided, or its interval reaches at most this far to
   * either side, as a share of the ratio. Null: it does not stop for this reason.
   */
  readonly until: number | null;
  /**
   * A run stops when every interval of the deciding measure says whether the timing is slower by more than this, as a
   * share: 0.1 for 10 %. Instead of `until`. Absent: it does not stop for this reason.
   */
  readonly tolerance?: number;
}

/** Whether a run looks at its comparisons before `max`, and may stop there. */
export function hasLooks({ until, tolerance }: RoundsRule): boolean {
  return until !== null || tolerance !== undefined;
}

/** How many rounds there will be. Null if that is only known later. */
export function plannedRounds(rule: RoundsRule, budgetMs: number | null): number | null {
  return !hasLooks(rule) && budgetMs === null ? rule.max : null;
}
