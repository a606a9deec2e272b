import { type BenchmarkOptions, type BenchmarkResult, runBenchmark, WireduelError } from "@wireduel/core";
import { expect } from "vitest";
import type { FaultRow } from "../table/read-table.js";

/** What a run left. */
export interface Outcome {
  /** Why it rejected. */
  readonly error: WireduelError | null;
  /** What was measured, also if it rejected. Undefined if it did not start. */
  readonly result: BenchmarkResult | undefined;
}

/** Few small payloads. A fault is in a run of these. */
const SMALL = { payload: { sizeBytes: 2_000, seed: 3 }, warmupCount: 2, count: 6 } as const;

/** Runs to the end, whatever it is. Any other rejection than with a WireduelError fails the test. */
export async function outcomeOf(options: Omit<BenchmarkOptions, "payload">): Promise<Outcome> {
  const { load } = options;
  try {
    const small = load === undefined ? SMALL : { ...SMALL, count: undefined };
    return { error: null, result: await runBenchmark({ ...small, ...options } as BenchmarkOptions) };
  } catch (error) {
    if (error instanceof WireduelError) return { error, result: error.result };
    throw error;
  }
}

/** Checks that a run ended as a row of the fault matrix says, with its code. */
export function expectEnd(row: FaultRow, { error, result }: Outcome): void {
  const rounds = result?.timings.flatMap((timing) => timing.rounds) ?? [];
  const ofRounds = rounds.flatMap(({ errors }) => errors.map(({ code }) => code));
  const ofPayloads = rounds.flatMap(({ failures }) => failures.map(({ code }) => code));
  const found = {
    "the run": error?.code,
    "the round": ofRounds.at(-1),
    "the payload": ofPayloads.at(-1),
    nothing: error?.code ?? ofRounds[0] ?? ofPayloads[0],
  };
  // The whole error, so that a test that fails shows its message.
  expect(row.ends === "the run" ? null : error).toBeNull();
  expect(found[row.ends], error?.message).toBe(row.code);
  if (row.ends === "the payload") expect(ofRounds).toEqual([]);
  // A result that could not be stored is complete.
  const whole = row.ends === "nothing" || row.code === "FILE_NOT_WRITTEN";
  if (result !== undefined) expect(result.status).toBe(whole ? "completed" : "failed");
}
