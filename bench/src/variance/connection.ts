import { type BenchmarkOptions, type EndReport, type RoundResult, runBenchmark } from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import { median } from "../results/numbers.js";
import { PARTS, type VarianceLoad, warmupOf } from "./plan.js";

/** What to send over one new connection. */
export interface ConnectionOrder {
  readonly load: VarianceLoad;
  readonly slices: number;
  /** Whether the processes have had no connection before. */
  readonly first: boolean;
}

/** What one connection gave. */
export interface ConnectionMeasured {
  readonly connectMs: number;
  readonly warmUpMs: number;
  /** For each slice, the median time of each of its parts. */
  readonly slices: readonly (readonly number[])[];
  readonly sender: Counted;
  readonly receiver: Counted;
}

/** What the kernel counted at one end, for each message. Null: not counted. */
export interface Counted {
  readonly faults: number | null;
  /** The process waited. */
  readonly voluntarySwitches: number | null;
  /** Another process took its place. */
  readonly involuntarySwitches: number | null;
}

/**
 * Opens a new connection from this process to the receiver server at `url`, warms it up, and measures its slices one after the other.
 * @throws Error if anything failed, was lost or was damaged
 */
export async function measureConnection(
  adapter: Adapter,
  url: string,
  { load, slices, first }: ConnectionOrder,
): Promise<ConnectionMeasured> {
  const { payloadBytes, ratePerSecond, sliceMs } = load;
  const began = new Map<string, number>();
  const durationMs = slices * sliceMs;
  const { status, timings } = await runBenchmark({
    adapters: [adapter],
    payload: { sizeBytes: payloadBytes },
    load: loadOption(ratePerSecond, durationMs),
    warmupCount: warmupOf(payloadBytes, first),
    receiver: { url },
    events: { phase: ({ phase }) => began.set(phase, performance.now()) },
  });
  const round = timings[0]?.rounds[0];
  if (status !== "completed" || round === undefined) throw new Error(`${adapter.label}: the run ${status}`);
  const measured = slicesOf(round, slices, sliceMs);
  if (measured.length === 0) throw new Error(`${adapter.label}: no slice has a payload`);
  return {
    connectMs: round.connectMs,
    warmUpMs: (began.get("measure") ?? Number.NaN) - (began.get("warm-up") ?? Number.NaN),
    slices: measured,
    sender: countedOf(round.ends.senders),
    receiver: countedOf(round.ends.receivers),
  };
}

function loadOption(ratePerSecond: number | null, durationMs: number): BenchmarkOptions["load"] {
  return ratePerSecond === null
    ? { kind: "closed-loop", durationMs }
    : { kind: "constant-rate", ratePerSecond, durationMs };
}

/** The time that decides: from due under a rate, from sent in a closed loop. */
function slicesOf({ transmissions }: RoundResult, slices: number, sliceMs: number): number[][] {
  const parts = Array.from({ length: slices * PARTS }, (): number[] => []);
  const partMs = sliceMs / PARTS;
  for (const { sentAfterMs, dueAfterMs, responseMs, transmissionMs } of transmissions) {
    const at = responseMs === null ? sentAfterMs : dueAfterMs;
    const timeMs = responseMs ?? transmissionMs;
    if (timeMs !== null) parts[Math.floor(at / partMs)]?.push(timeMs);
  }
  const medians = parts.map(median);
  return Array.from({ length: slices }, (_, slice) =>
    medians
      .slice(slice * PARTS, (slice + 1) * PARTS)
      // A slow message can fill a part of its own.
      .filter((value) => value > 0),
  ).filter((slice) => slice.length > 0);
}

function countedOf([end]: readonly EndReport[]): Counted {
  const resources = end?.resources;
  return {
    faults: resources?.minorFaultsPerPayload ?? null,
    voluntarySwitches: resources?.voluntarySwitchesPerPayload ?? null,
    involuntarySwitches: resources?.involuntarySwitchesPerPayload ?? null,
  };
}
