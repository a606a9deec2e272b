// `pnpm bench tap`: the cost of the tap of `network`, and the accuracy of its delays. Compares TCP with and without it.
import { tcp } from "@wireduel/adapter-tcp";
import { type BenchmarkOptions, runBenchmark, type Timing, typicalRound } from "@wireduel/core";
import { median, three } from "../results/numbers.js";
import { textTable } from "../results/table.js";

const ROUNDS = 5;
const NETWORKS: readonly [string, BenchmarkOptions["network"]][] = [
  ["none", undefined],
  ["tap that adds nothing", { delayMs: 0 }],
  ["lan", "lan"],
  ["wan", "wan"],
];

export default async function tap(): Promise<void> {
  const rows: string[][] = [];
  for (const sizeBytes of [100, 1_000_000]) {
    const roundTrips = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, network] of NETWORKS) {
        const serviceMs = await medianServiceMs(sizeBytes, network);
        roundTrips.set(name, [...(roundTrips.get(name) ?? []), serviceMs]);
      }
    }
    const none = roundTrips.get("none") ?? [];
    for (const [name, medians] of roundTrips) {
      const added = median(medians.map((ms, round) => ms - (none[round] ?? Number.NaN)));
      const ratio = median(medians.map((ms, round) => ms / (none[round] ?? Number.NaN)));
      rows.push([`${sizeBytes} B, ${name}`, three(median(medians)), three(added), three(ratio)]);
    }
  }
  console.log(`${ROUNDS} rounds, interleaved; median service time (a round trip) in milliseconds\n`);
  console.log(textTable(["", "p50", "more than none", "ratio to none"], rows));
}

async function medianServiceMs(sizeBytes: number, network: BenchmarkOptions["network"]): Promise<number> {
  const count = network === "wan" ? 30 : 200;
  const { timings } = await runBenchmark({ adapters: [tcp()], payload: { sizeBytes }, count, network });
  return typicalRound(timings[0] as Timing).times.serviceMs?.p50 ?? Number.NaN;
}
