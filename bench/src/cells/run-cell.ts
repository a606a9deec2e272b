import {
  type BenchmarkOptions,
  type EndReport,
  type RoundResult,
  runBenchmark,
  type Timing,
  typicalRound,
} from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import { withChild } from "../processes/fork-and-wait.js";
import type {
  About,
  Cell,
  CoreCell,
  ImportsCell,
  Measured,
  Metric,
  Round,
  StartCell,
  TransferCell,
} from "./cell.js";
import { startCommand } from "./start-command.js";
import { VARIANTS, type Variant, type WireduelVariant, wireduelVariant } from "./variants.js";

/** Longer than any step takes, even on a slow machine. */
const TIMEOUT_MS = 60_000;

/** The result of a run of one adapter. */
export interface Run {
  readonly timing: Timing;
  readonly round: RoundResult;
}

/**
 * Runs one round of a cell in this process and its children.
 * @throws Error if anything failed, was lost or was damaged
 */
export async function runCell(cell: Cell): Promise<Round> {
  switch (cell.kind) {
    case "transfer":
      return runTransfer(cell);
    case "start":
      return runStart(cell);
    case "imports":
      return runImports(cell);
    case "command":
      return { measured: { startMs: (await startCommand(cell.until !== "first payload")).ms } };
    case "core":
      return runCore(cell);
  }
}

async function runTransfer(cell: TransferCell): Promise<Round> {
  const variant: Variant = VARIANTS[cell.variant];
  if (variant.by === "hand-written") {
    const { runHandWritten } = await import("../hand-written/run-hand-written.js");
    return { measured: await runHandWritten(variant.library, cell) };
  }
  const { payloadBytes, inFlight, connections, warmupCount, count } = cell;
  const run = await runOne({
    adapters: [await makeAdapter(variant)],
    payload: variant.payloads
      ? { sizeBytes: payloadBytes, kind: variant.payloads }
      : { sizeBytes: payloadBytes, distinct: 1 },
    wireBytes: variant.payloads !== undefined,
    load: { kind: "closed-loop", concurrency: inFlight, count },
    connections,
    warmupCount,
  });
  return { measured: measuredOf(run), about: aboutOf(run) };
}

function measuredOf({ round: { times, totals, ends, wire } }: Run): Measured {
  const cpuMs = [...ends.senders, ...ends.receivers].map(({ resources }) =>
    present(resources?.cpuMsPerPayload),
  );
  return {
    transmissionMs: present(times.transmissionMs?.p50),
    serviceMs: present(times.serviceMs?.p50),
    cpuUsPerMessage: cpuMs.reduce((sum, ms) => sum + ms, 0) * 1_000,
    ...faultsOf("senderFaults", ends.senders),
    ...faultsOf("receiverFaults", ends.receivers),
    messagesPerSecond: present(totals.acknowledgedPerSecond),
    ...(wire && { wireRatio: present(wire.steady.overheadRatio) }),
  };
}

function faultsOf(metric: Metric, [end]: readonly EndReport[]): Measured {
  const faults = end?.resources?.minorFaultsPerPayload ?? null;
  return faults === null ? {} : { [metric]: faults };
}

/** The setup of a round. */
export function aboutOf({ timing: { adapter }, round: { tls, ends } }: Run): About {
  const { direction, options, profile, encryption } = adapter;
  return {
    settings: {
      direction,
      options,
      profile: profile?.name ?? null,
      tls: tls && { certificate: encryption, ...tls },
      sender: ends.senders[0]?.settings ?? {},
      receiver: ends.receivers[0]?.settings ?? {},
    },
    libraries: ends.senders[0]?.libraries ?? {},
  };
}

async function runStart({ variant }: StartCell): Promise<Round> {
  const adapter = await makeAdapter(wireduelVariant(variant));
  let firstAt = Number.NaN;
  const events = {
    transmission: () => {
      firstAt = performance.now();
    },
  };
  const calledAt = performance.now();
  await runOne({ adapters: [adapter], payload: { sizeBytes: 100 }, count: 1, warmupCount: 0, events });
  return { measured: { startMs: present(firstAt - calledAt) } };
}

async function runImports({ variant }: ImportsCell): Promise<Round> {
  const { module } = wireduelVariant(variant);
  const program = new URL("./imports-process.js", import.meta.url);
  const forkedAt = performance.now();
  const options = { name: `the process that imports ${module}`, args: [module] };
  const startMs = await withChild(program, options, async (child) => {
    await child.next();
    return performance.now() - forkedAt;
  });
  return { measured: { startMs } };
}

async function runCore({
  payloadBytes,
  inFlight,
  connections,
  warmupCount,
  count,
}: CoreCell): Promise<Round> {
  const { memory } = await import("@wireduel/core/testing");
  const { round } = await runOne({
    adapters: [memory()],
    payload: { sizeBytes: payloadBytes, distinct: 1 },
    load: { kind: "closed-loop", concurrency: inFlight, count },
    connections,
    warmupCount,
    receiver: "inline",
  });
  return { measured: { wallUsPerMessage: (present(round.totals.wallMs) * 1_000) / count } };
}

/**
 * Runs a benchmark of one adapter.
 * @throws Error if it did not complete
 */
export async function runOne(options: BenchmarkOptions): Promise<Run> {
  const { status, timings } = await runBenchmark({ timeoutMs: TIMEOUT_MS, ...options });
  const [timing] = timings;
  const round = timing && typicalRound(timing);
  if (status !== "completed" || timing === undefined || round === undefined) {
    const warning = round?.warnings[0]?.message ?? "no warning";
    throw new Error(`${timing?.label}: the run ${status}: ${warning}`);
  }
  return { timing, round };
}

/** Creates the adapter of a variant. Loads its library on demand. */
export async function makeAdapter({ module, options }: WireduelVariant): Promise<Adapter> {
  const { default: factory } = (await import(module)) as {
    default(options: WireduelVariant["options"]): Adapter;
  };
  return factory(options);
}

function present(value: number | null | undefined): number {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    throw new Error(`the result lacks a number: ${value}`);
  }
  return value;
}
