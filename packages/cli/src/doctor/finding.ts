/** How much something spoils a benchmark. `unknown`: this system does not show it. */
export const LEVELS = ["problem", "warning", "unknown", "ok"] as const;
export type Level = (typeof LEVELS)[number];

/** What one check found. */
export interface Finding {
  /** What was checked, such as `clock source`. */
  readonly name: string;
  readonly level: Level;
  /** What is the case here. */
  readonly found: string;
  /** What that does to a benchmark. Null if it does nothing. */
  readonly effect: string | null;
  /** What to do about it. Null if nothing has to be done. */
  readonly advice: string | null;
}

/** What is wrong, what that does, and what helps. */
type Trouble = Readonly<Record<"found" | "effect" | "advice", string>>;

/** Makes the findings of one check. */
export function findingsOf(name: string): {
  ok(found: string): Finding;
  unknown(found: string): Finding;
  warning(trouble: Trouble): Finding;
  problem(trouble: Trouble): Finding;
} {
  const harmless = (level: Level) => (found: string) => ({ name, level, found, effect: null, advice: null });
  const harmful =
    (level: Level) =>
    ({ found, effect, advice }: Trouble) => ({ name, level, found, effect, advice });
  return {
    ok: harmless("ok"),
    unknown: harmless("unknown"),
    warning: harmful("warning"),
    problem: harmful("problem"),
  };
}
