import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { inspectHost } from "@wireduel/core";
import type { Plans, Readings } from "../readings.js";
import { clockSourceOf, stampCostNs } from "./clock.js";
import { listenersOf, portErrorOf } from "./listeners.js";
import { watchMemory } from "./memory.js";
import { openFilesOf } from "./open-files.js";
import { readPower } from "./power.js";
import { processesOfRuns, watchProcesses } from "./processes.js";

/** How long the machine is watched. Long enough for shares of one percent. */
const WATCH_MS = 2_000;

/** What reading the system needs. */
export interface ReadingContext {
  readonly plans: Plans;
  readonly environment: Readings["environment"];
  /** The folder that has `proc` and `sys`. Default: `/`. */
  readonly root?: string;
}

/** Watches the machine for two seconds, and reads the rest. */
export async function readSystem({ plans, environment, root = "/" }: ReadingContext): Promise<Readings> {
  const { activity, ...host } = inspectHost();
  const processes = watchProcesses(root);
  const memory = watchMemory(root);
  const started = performance.now();
  await sleep(WATCH_MS);
  const watchedMs = performance.now() - started;
  return {
    host,
    // Before everything that costs processor time itself.
    activity: activity(),
    busiest: processes(watchedMs),
    memory: memory(),
    watchedMs,
    processors: availableParallelism(),
    otherRuns: processesOfRuns(root),
    clockSource: clockSourceOf(root),
    stampNs: stampCostNs(),
    openFiles: openFilesOf(),
    power: await readPower(root),
    listeners: listenersOf(root),
    portError: plans.port === undefined ? null : await portErrorOf(plans.port),
    environment,
  };
}
