import { randomUUID } from "node:crypto";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import type { Warning } from "../failure/codes.js";
import type { BenchmarkResult } from "../result/result.js";
import { commitOf } from "./commit.js";
import { inspectHost } from "./inspect-host.js";
import { busyWarnings } from "./machine-activity.js";

/** The fields of a result that say where it comes from. */
export type Origin = Pick<
  BenchmarkResult,
  "startedAt" | "endedAt" | "durationMs" | "machine" | "provenance" | "warnings"
>;

/**
 * Call it when a run begins, and the returned function when it has ended.
 * @param warnings those of the run that are known when it begins
 */
export function startProvenance(warnings: readonly Warning[]): () => Origin {
  const startedAt = new Date().toISOString();
  const startedNs = systemClock.now();
  const id = randomUUID();
  const commit = commitHere();
  const { machine, activity, ...program } = inspectHost();
  return () => {
    const observed = activity();
    return {
      startedAt,
      endedAt: new Date().toISOString(),
      durationMs: (systemClock.now() - startedNs) / NS_PER_MS,
      machine,
      provenance: { id, ...program, commit, activity: observed },
      warnings: [...warnings, ...busyWarnings(observed, machine)],
    };
  };
}

/** The folder in which this process works may have been deleted. */
function commitHere(): string | null {
  try {
    return commitOf(process.cwd());
  } catch {
    return null;
  }
}
