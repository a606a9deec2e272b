// What the tap of `network` costs by itself, and how well it keeps to what it is told: TCP without it, and through it.
import { tcp } from "@wireduel/adapter-tcp";
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import { median, table, three } from "./table.js";

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
        const count = network === "wan" ? 30 : 200;
        const { timings } = await runBenchmark({ adapters: [tcp()], payload: { sizeBytes }, count, network });
        roundTrips.set(name, [
          ...(roundTrips.get(name) ?? []),
          timings[0]?.summary.serviceMs?.p50 ?? Number.NaN,
        ]);
      }
    }
    const none = roundTrips.get("none") ?? [];
    for (const [name, medians] of roundTrips) {
      const added = median(medians.map((ms, round) => ms - (none[round] ?? Number.NaN)));
      const ratio = median(medians.map((ms, round) => ms / (none[round] ?? Number.NaN)));
      rows.push([`${sizeBytes} B, ${name}`, three(median(medians)), three(added), three(ratio)]);
    }
  }
  console.log(`${ROUNDS} rounds, in turns; median service time (a round trip) in milliseconds\n`);
  console.log(table(["", "p50", "more than none", "ratio to none"], rows));
}
