import { setTimeout as pause } from "node:timers/promises";
import { NO_HARM } from "../accounting/harm-options.js";
import { type Outcome, runScenario } from "../accounting/run-scenario.js";
import type { Scenario } from "../accounting/scenario.js";
import { type Held, heldNow, leftBehind, memoryInUse } from "./held.js";
import { KINDS, runOf } from "./kinds.js";

/** A run with many faults ends within a few times its time-outs, also on a busy machine. */
const LONGEST_MS = 300_000;
/** So much may be in use at the end in addition: compiled code, caches of libraries. A leak of each run is more. */
const MORE_MEMORY_BYTES = 20e6;

/** What a soak found. */
export interface SoakReport {
  /** By kind of run. */
  readonly kinds: ReadonlyMap<string, KindReport>;
  readonly failures: readonly SoakFailure[];
  readonly memory: { readonly beforeBytes: number; readonly afterBytes: number };
}

/** All runs of one kind. */
export interface KindReport {
  runs: number;
  rounds: number;
  payloads: number;
  /** How many runs ended with each status or code. */
  readonly endings: Map<string, number>;
}

/** A run that failed. Its seed repeats it. Null: all runs together. */
export interface SoakFailure {
  readonly seed: number | null;
  readonly what: string;
  readonly scenario?: Scenario;
}

/** How long a soak takes, and where it begins. */
export interface SoakOptions {
  /** Of the first run. Each run has the next one. */
  readonly seed: number;
  /** No run begins after so many milliseconds. */
  readonly forMs: number;
  /** The most runs. */
  readonly runs: number;
  /** An empty folder that all temporary files are in. */
  readonly folder: string;
  /** Ends the soak after the current run. */
  readonly signal?: AbortSignal;
  /** Called before each run. */
  readonly onRun?: (seed: number) => void;
}

/** Runs one scenario after another, and checks after each one that it adds up and that nothing is left behind. */
export async function soak({ seed, forMs, runs, folder, signal, onRun }: SoakOptions): Promise<SoakReport> {
  const kinds = new Map<string, KindReport>();
  const failures: SoakFailure[] = [];
  await warmUp();
  let before = heldNow(folder);
  const beforeBytes = await memoryInUse();
  const endsAt = performance.now() + forMs;
  for (let run = 0; run < runs && (run === 0 || performance.now() < endsAt) && !signal?.aborted; run++) {
    onRun?.(seed + run);
    const { kind, scenario } = runOf(seed + run);
    const { outcome, what, hangs } = await tried(scenario, before, folder);
    if (outcome) count(kinds, kind.name, outcome);
    failures.push(...what.map((one) => ({ seed: seed + run, what: one, scenario })));
    // What it still does would count against the next run.
    if (hangs) break;
    if (what.length > 0) before = heldNow(folder);
  }
  const afterBytes = await memoryInUse();
  if (afterBytes > beforeBytes + MORE_MEMORY_BYTES) {
    failures.push({ seed: null, what: `${afterBytes - beforeBytes} bytes more memory than at the start` });
  }
  return { kinds, failures, memory: { beforeBytes, afterBytes } };
}

/** Loads what runs load, so that it does not count as left behind: each protocol, a server, other processes. */
async function warmUp(): Promise<void> {
  const scenarios = new Map<string, Scenario>();
  // The receiver of a run of bytes is drawn, so a few times each kind.
  for (let seed = 0; seed < 4 * KINDS.length; seed++) {
    const { scenario } = runOf(seed);
    const { kind, protocol, receiver } = scenario;
    scenarios.set(receiver === "inline" ? `${kind} ${protocol}` : receiver, calm(scenario));
  }
  for (const scenario of scenarios.values()) {
    await runScenario({ ...scenario, tls: undefined, network: undefined });
    await runScenario({ ...scenario, tls: "local", network: { delayMs: 1 } });
  }
}

/** The same run, short and without faults. */
function calm(scenario: Scenario): Scenario {
  const load = { kind: "closed-loop", concurrency: 4, count: 4 } as const;
  const interruption = { what: "none", afterMs: 0 } as const;
  return scenario.kind === "wire"
    ? { ...scenario, load, interruption, faults: [] }
    : {
        ...scenario,
        load,
        interruption,
        shape: "one round",
        harm: { ...NO_HARM, reply: null, seed: 0, closeAfter: -1 },
      };
}

/** What a run does wrong, and what it leaves behind. */
async function tried(
  scenario: Scenario,
  before: Held,
  folder: string,
): Promise<{ outcome: Outcome | undefined; what: readonly string[]; hangs: boolean }> {
  const waiting = new AbortController();
  const slow = pause(LONGEST_MS, "slow" as const, { signal: waiting.signal });
  slow.catch(() => {});
  try {
    const outcome = await Promise.race([runScenario(scenario), slow]);
    if (outcome === "slow") {
      return { outcome: undefined, what: [`it did not end within ${LONGEST_MS} ms`], hangs: true };
    }
    waiting.abort();
    return { outcome, what: [...outcome.mistakes, ...(await leftBehind(before, folder))], hangs: false };
  } catch (error) {
    waiting.abort();
    const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: undefined, what: [thrown, ...(await leftBehind(before, folder))], hangs: false };
  }
}

function count(kinds: Map<string, KindReport>, name: string, { ended, rounds, payloads }: Outcome): void {
  const report = kinds.get(name) ?? { runs: 0, rounds: 0, payloads: 0, endings: new Map<string, number>() };
  kinds.set(name, report);
  report.runs++;
  report.rounds += rounds;
  report.payloads += payloads;
  report.endings.set(ended, (report.endings.get(ended) ?? 0) + 1);
}
