import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Adapter, type BenchmarkOptions, runBenchmark, type Timing } from "@wireduel/core";
import { EventEmitter } from "eventemitter3";
import type { Cell, CoreCell, ImportsCell, Round, StartCell, TransferCell } from "./cell.js";
import { VARIANTS, type Variant, type WireduelVariant, wireduelVariant } from "./variants.js";

/** Nothing that is measured here takes so long, also not on a slow machine. */
const TIMEOUT_MS = 60_000;

/**
 * Runs one round of a cell in this process and those that it forks.
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
    case "core":
      return runCore(cell);
  }
}

async function runTransfer(cell: TransferCell): Promise<Round> {
  const variant: Variant = VARIANTS[cell.variant];
  if (variant.by === "hand-written") {
    const { runHandWritten } = await import("./hand-written/run-hand-written.js");
    return { measured: await runHandWritten(variant.library, cell) };
  }
  const { payloadBytes, inFlight, connections, warmupCount, count } = cell;
  const timing = await run({
    adapters: [await makeAdapter(variant)],
    payload: { sizeBytes: payloadBytes },
    load: { kind: "closed-loop", concurrency: inFlight, count },
    connections,
    warmupCount,
  });
  const { sender, receiver, summary, options, direction, tls } = timing;
  return {
    measured: {
      transmissionMs: wanted(summary.transmissionMs?.p50),
      serviceMs: wanted(summary.serviceMs?.p50),
      cpuUsPerMessage:
        (wanted(sender.resources?.cpuMsPerPayload) + wanted(receiver?.resources?.cpuMsPerPayload)) * 1_000,
      messagesPerSecond: wanted(timing.acknowledgedPerSecond),
    },
    about: {
      settings: {
        direction,
        options,
        tls: tls && { ...tls },
        sender: sender.settings,
        receiver: receiver?.settings ?? {},
      },
      libraries: sender.libraries,
    },
  };
}

async function runStart({ variant }: StartCell): Promise<Round> {
  const adapter = await makeAdapter(wireduelVariant(variant));
  const events = new EventEmitter() as NonNullable<BenchmarkOptions["events"]>;
  let firstAt = Number.NaN;
  events.once("transmission", () => {
    firstAt = performance.now();
  });
  const calledAt = performance.now();
  await run({ adapters: [adapter], payload: { sizeBytes: 100 }, count: 1, warmupCount: 0, events });
  return { measured: { startMs: wanted(firstAt - calledAt) } };
}

async function runImports({ variant }: ImportsCell): Promise<Round> {
  const { module } = wireduelVariant(variant);
  const forkedAt = performance.now();
  const child = fork(fileURLToPath(new URL("./imports-process.js", import.meta.url)), [module]);
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => {
      throw new Error(`the process that imports ${module} ended`);
    }),
  ]);
  const startMs = performance.now() - forkedAt;
  child.removeAllListeners("exit");
  child.kill("SIGKILL");
  return { measured: { startMs } };
}

async function runCore({ payloadBytes, warmupCount, count }: CoreCell): Promise<Round> {
  const { memory } = await import("@wireduel/core/testing");
  const { wallMs } = await run({
    adapters: [memory()],
    payload: { sizeBytes: payloadBytes },
    count,
    warmupCount,
    receiver: "inline",
  });
  return { measured: { wallUsPerMessage: (wanted(wallMs) * 1_000) / count } };
}

/** A run of one row, whole or not at all. */
export async function run(options: BenchmarkOptions): Promise<Timing> {
  const { status, timings } = await runBenchmark({ timeoutMs: TIMEOUT_MS, ...options });
  const [timing] = timings;
  if (status !== "completed" || timing === undefined) {
    throw new Error(`${timing?.label}: the run ${status}: ${timing?.warnings[0]?.message ?? "no warning"}`);
  }
  return timing;
}

/** The adapter of a variant; its library is loaded only now. */
export async function makeAdapter({ module, options }: WireduelVariant): Promise<Adapter> {
  const { default: factory } = (await import(module)) as {
    default(options: WireduelVariant["options"]): Adapter;
  };
  return factory(options);
}

function wanted(value: number | null | undefined): number {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    throw new Error(`the run has no such number: ${value}`);
  }
  return value;
}
