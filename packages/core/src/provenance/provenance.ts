import { randomUUID } from "node:crypto";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { identifyEnd } from "../control/identity.js";
import type { BenchmarkResult } from "../result/result.js";
import { commitOf } from "./commit.js";
import { machineOf } from "./machine.js";
import { busyWarnings, watchMachine } from "./machine-activity.js";

/** The fields of a result that say where it comes from. */
export type Origin = Pick<
  BenchmarkResult,
  "startedAt" | "endedAt" | "durationMs" | "machine" | "provenance" | "warnings"
>;

/** Call it when a run begins, and the returned function when it has ended. */
export function startProvenance(): () => Origin {
  const startedAt = new Date().toISOString();
  const startedNs = systemClock.now();
  const machine = machineOf();
  const { node, flags, core } = identifyEnd();
  const id = randomUUID();
  const commit = commitHere();
  const activity = watchMachine();
  return () => {
    const observed = activity();
    return {
      startedAt,
      endedAt: new Date().toISOString(),
      durationMs: (systemClock.now() - startedNs) / NS_PER_MS,
      machine,
      provenance: { id, runtime: runtime(), node, flags, core, commit, activity: observed },
      warnings: busyWarnings(observed, machine),
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

/** Bun and Deno claim to be Node, but also have a version of their own. */
function runtime(): "node" | "bun" | "deno" {
  const { bun, deno } = process.versions;
  if (bun !== undefined) return "bun";
  return deno === undefined ? "node" : "deno";
}
