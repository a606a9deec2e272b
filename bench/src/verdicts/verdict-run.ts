import { type Comparison, runBenchmark } from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";

/** What one run said: a line of the stored file. */
export interface VerdictRun {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly status: string;
  readonly seed: number;
  /** How many rounds each adapter had. */
  readonly rounds: number;
  /** How many slices the last round had. */
  readonly slices: number;
  readonly comparisons: readonly ComparedPair[];
}

/** The part of a comparison that is stored. */
export interface ComparedPair
  extends Pick<Comparison, "label" | "to" | "by" | "decides" | "verdict" | "ratio" | "low" | "high"> {
  /** Why it is `invalid`. */
  readonly code: string | null;
}

/** How a run is measured. */
export interface VerdictSettings {
  readonly payloadBytes: number;
  readonly budgetMs: number;
}

/**
 * One run with the defaults of a user who only gives a budget.
 * @throws WireduelError if the run fails
 */
export async function runVerdict(
  adapters: readonly Adapter[],
  { payloadBytes, budgetMs }: VerdictSettings,
  signal: AbortSignal,
): Promise<VerdictRun> {
  const result = await runBenchmark({ adapters, payload: { sizeBytes: payloadBytes }, budgetMs, signal });
  const { startedAt, durationMs, status, settings, timings, comparisons } = result;
  const rounds = timings[0]?.rounds ?? [];
  return {
    startedAt,
    durationMs: Math.round(durationMs),
    status,
    seed: settings.seed,
    rounds: rounds.length,
    slices: rounds.at(-1)?.slices.length ?? 0,
    comparisons: comparisons.map(({ label, to, by, decides, verdict, ratio, low, high, reason }) => {
      return { label, to, by, decides, verdict, ratio, low, high, code: reason?.code ?? null };
    }),
  };
}
