// From the values of flags to the options of core.
import type { Adapter, BenchmarkOptions, MatrixOptions } from "@wireduel/core";
import { labelOf } from "../adapters/label-of.js";
import { UsageError } from "../failure.js";
import type { ValuesOf } from "../flags/flag.js";
import {
  type LengthFlags,
  type LoadFlags,
  MOST_BYTES,
  type PayloadFlags,
  type VerdictFlags,
} from "../flags/run-flags.js";
import { inTime } from "../flags/units.js";
import { receiverOf } from "../remote/receiver-of.js";
import { type Joining, type JoinValues, joiningOf } from "./joining.js";
import { loadsOf } from "./load.js";
import { payloadsOf } from "./payloads.js";
import { refuseSenders } from "./senders.js";

/** The flags that decide what is measured. */
export type MeasuringFlags = PayloadFlags & LoadFlags & LengthFlags & VerdictFlags;

/** How long one cell may take, and all cells together, unless the user says something else. */
const CELL_MS = 60_000;
const MOST_CELLS_MS = 600_000;
const QUICK_CELL_MS = 10_000;

/** How long the processes of a run may take to start. On a busy machine, that is long. */
const START_MS = 60_000;

/** What is surely within the usual limit of core, 64 MiB, together with the receipt. */
const USUAL_MOST_BYTES = 60_000_000;

/** What to measure: one cell with `runBenchmark`, or several with `runMatrix`. */
export interface RunPlan {
  /** How many combinations of payload, network and load there are. */
  readonly cells: number;
  /** For `runMatrix`, and for a plan. */
  readonly matrix: MatrixOptions;
  /** For `runBenchmark`. Null if there are several cells. */
  readonly single: BenchmarkOptions | null;
  /** How senders join. Null: this machine sends. */
  readonly joining: Joining | null;
}

/**
 * The options of a run.
 * @param values without flags of senders that join if the command has none
 * @param cwd relative paths start here
 * @throws UsageError
 */
export function runPlanOf(
  values: ValuesOf<MeasuringFlags> & JoinValues,
  adapters: readonly Adapter[],
  cwd: string,
): RunPlan {
  const joining = joiningOf(values, cwd);
  refuseSenders(values);
  const payloads = payloadsOf(values);
  const networks = values.network ?? [];
  const loads = loadsOf(values, budgetOf(values, 1) !== undefined);
  const counts = [Object.keys(payloads).length, Math.max(1, networks.length), loads?.length ?? 1];
  const cells = counts.reduce((product, count) => product * count, 1);
  refuseLongRounds(values, cells, adapters.length);
  refuseToExplain(values, cells, adapters.length);
  const shared = defined({
    adapters,
    replyBytes: values.replyBytes,
    connections: values.connections,
    senders: joining?.senders ?? values.senders,
    receivers: values.receivers,
    rounds: values.rounds,
    budgetMs: budgetOf(values, cells),
    decideBy: values.decideBy,
    wireBytes: values.decideBy === "bytes" ? true : undefined,
    maxPayloadBytes: mostBytes(values),
    margin: values.margin,
    reference: referenceOf(values, adapters),
    seed: values.seed,
    giveUpAfter: values.giveUpAfter,
    receiver: receiverOf(values, cwd),
    connectTimeoutMs: values.to === undefined || joining ? START_MS : undefined,
  });
  const named = Object.fromEntries(networks.map(({ name, network }) => [name, network]));
  const matrix: MatrixOptions = {
    ...shared,
    payloads,
    ...(networks.length > 0 ? { networks: named } : {}),
    ...(loads ? { loads } : {}),
  };
  if (cells > 1) return { cells, matrix, single: null, joining };
  const [payload] = Object.values(payloads);
  const network = networks[0]?.network ?? undefined;
  const single = { ...shared, payload, ...defined({ network, load: loads?.[0], explain: values.explain }) };
  return { cells, matrix, single: single as BenchmarkOptions, joining };
}

/** The label of the reference, or `all`. Undefined: the first adapter. */
function referenceOf(
  { reference }: ValuesOf<VerdictFlags>,
  adapters: readonly Adapter[],
): string | undefined {
  if (reference === undefined || reference === "all") return reference;
  return labelOf("--reference", reference, adapters);
}

/**
 * Refuses `--explain` if there is nothing to explain.
 * @throws UsageError
 */
function refuseToExplain(
  { explain, rounds }: ValuesOf<VerdictFlags & LengthFlags>,
  cells: number,
  rows: number,
): void {
  if (!explain) return;
  if (cells > 1)
    throw new UsageError(
      `--explain: it is for a single cell, and there are ${cells}: name one size, network and rate`,
    );
  if (rows === 1) throw new UsageError("--explain: it needs a second adapter, such as ws:profile=tuned");
  if (rounds === 1) throw new UsageError("--explain: one round shows no difference to explain");
}

/** Core refuses large payloads unless it is told to expect them. Undefined: its own limit. */
function mostBytes({ size = [], replyBytes = 0 }: ValuesOf<PayloadFlags>): number | undefined {
  return Math.max(...size, replyBytes) > USUAL_MOST_BYTES ? MOST_BYTES : undefined;
}

/**
 * Refuses rounds of which not even one for each adapter fits into the budget.
 * @throws UsageError
 */
function refuseLongRounds(values: ValuesOf<LengthFlags>, cells: number, rows: number): void {
  const { duration = 0 } = values;
  const budget = budgetOf(values, cells) ?? Number.POSITIVE_INFINITY;
  const needed = duration * rows * cells;
  if (needed <= budget) return;
  throw new UsageError(
    `--duration: one round of each adapter takes ${inTime(needed)} in all, and the budget is ${inTime(budget)}: ` +
      "make rounds shorter, or give a longer --budget",
  );
}

/** How long the run may take. Undefined: its rounds decide that. */
function budgetOf({ budget, quick, rounds }: ValuesOf<LengthFlags>, cells: number): number | undefined {
  if (budget !== undefined) return budget;
  if (quick) return cells * QUICK_CELL_MS;
  return rounds === undefined ? Math.min(cells * CELL_MS, MOST_CELLS_MS) : undefined;
}

/** Without what is undefined. */
function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
