// Types only, so that the types of a result need nothing of the code that compares.
import type { Measure } from "./comparison.js";
import type { Reference } from "./pairs.js";
import type { RoundsRule } from "./rounds-rule.js";

/** What is compared with what, and how. The settings of a run have all of it. */
export interface ComparisonPlan {
  readonly reference: Reference;
  /** How far from 1 a ratio may be for two timings to be the same: 0.05 for ratios from 1 / 1.05 to 1.05. */
  readonly margin: number;
  /** The measure that decides. */
  readonly decideBy: Measure;
  /** The rule that decided how many rounds there are. Null: their number was fixed. */
  readonly roundsRule: RoundsRule | null;
  /** How many cells share the allowed error: those of the matrix that the run belongs to. 1: it belongs to none. */
  readonly cells: number;
}
