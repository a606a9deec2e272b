import { availableParallelism, loadavg } from "node:os";
import type { BenchmarkOptions } from "@wireduel/core";
import type { FaultRow } from "../table/read-table.js";

type Limits = Pick<BenchmarkOptions, "timeoutMs" | "connectTimeoutMs" | "silenceTimeoutMs" | "giveUpAfter">;

/** What a row allows to end a fault: short, but long enough for an end on a busy machine to do its part. */
const SHORT = {
  timeoutMs: 3_000,
  connectTimeoutMs: 15_000,
  silenceTimeoutMs: 3_000,
  giveUpAfter: 2,
} as const satisfies Limits;
/** How many processes want each processor while the tests run and nothing else does. */
const USUAL_LOAD = 4;
/** A test must still end in time. */
const MOST_FACTOR = 5;
/** What a row does not name. No test waits as long. */
const LONG: Limits = {
  timeoutMs: 900_000,
  connectTimeoutMs: 900_000,
  silenceTimeoutMs: 900_000,
  giveUpAfter: null,
};

/**
 * Options of a run that only the limits of this row may end: all others are longer than a test. So a run that does not end by
 * them hangs, and its test fails.
 */
export function limitsOf({ fault, limits }: FaultRow): Limits {
  const unknown = limits.find((name) => !Object.hasOwn(SHORT, name));
  if (unknown !== undefined)
    throw new Error(`"${fault}" is limited by ${unknown}, which is no limit of a run`);
  const short = Object.entries(SHORT)
    .filter(([name]) => limits.includes(name))
    .map(([name, limit]) => [name, name.endsWith("Ms") ? limit * busyFactor() : limit]);
  return { ...LONG, ...Object.fromEntries(short) };
}

/** How much longer everything takes, because others use this machine too. 1 if the system does not say. */
function busyFactor(): number {
  const [processes = 0] = loadavg();
  const factor = Math.ceil(processes / availableParallelism() / USUAL_LOAD);
  return Math.min(MOST_FACTOR, Math.max(1, factor));
}
