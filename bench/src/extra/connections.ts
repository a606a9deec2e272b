// `pnpm bench connections`: messages per second over 1 and over 1,024 connections, with 1,024 payloads in flight. It uses
// only public names and also reads results of earlier versions, so that the file runs in an older tree.
import { tcp } from "@wireduel/adapter-tcp";
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import { memory } from "@wireduel/core/testing";

const ROUNDS = 5;
const IN_FLIGHT = 1_024;
const DURATION_MS = 2_000;
/** The total, which the connections share. */
const WARMUP = 40_960;
const CONNECTIONS = [1, 1_024] as const;

const TRANSPORTS: Readonly<Record<string, () => Pick<BenchmarkOptions, "adapters" | "receiver">>> = {
  "memory, inline": () => ({ adapters: [memory()], receiver: "inline" }),
  tcp: () => ({ adapters: [tcp()] }),
};

interface Rate {
  readonly acknowledgedPerSecond: number | null;
}

/** A timing of any version. In earlier ones, the rate was a field of the timing. */
interface AnyTiming extends Partial<Rate> {
  readonly rounds?: readonly { readonly totals: Rate }[];
  readonly typical?: number;
}

export default async function connections(): Promise<void> {
  const rates = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, transport] of Object.entries(TRANSPORTS)) {
      for (const count of CONNECTIONS) {
        const row = `${name}, ${count} connection${count === 1 ? "" : "s"}`;
        rates.set(row, [...(rates.get(row) ?? []), await perSecond(transport(), count)]);
      }
    }
  }
  console.log(`${ROUNDS} rounds, interleaved; 100 B, ${IN_FLIGHT} in flight; messages per second\n`);
  for (const [row, values] of rates) {
    const [lowest, , middle, , highest] = values.sort((a, b) => a - b).map((value) => Math.round(value));
    console.log(`${row.padEnd(34)}${String(middle).padStart(9)}  (${lowest} to ${highest})`);
  }
}

async function perSecond(
  transport: Pick<BenchmarkOptions, "adapters" | "receiver">,
  count: number,
): Promise<number> {
  const { status, timings } = await runBenchmark({
    ...transport,
    payload: { sizeBytes: 100, distinct: 1 },
    load: { kind: "closed-loop", concurrency: IN_FLIGHT, durationMs: DURATION_MS },
    connections: count,
    warmupCount: WARMUP / count,
    maxTransmissions: 0,
  });
  const timing: AnyTiming | undefined = timings[0];
  const rate =
    timing?.acknowledgedPerSecond ?? timing?.rounds?.[timing.typical ?? 0]?.totals.acknowledgedPerSecond;
  if (status !== "completed" || !rate) throw new Error(`the run ${status} without a rate`);
  return rate;
}
