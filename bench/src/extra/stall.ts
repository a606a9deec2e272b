// `pnpm bench stall`: coordinated omission in practice. A stalling receiver under a closed loop and under scheduled loads.
import { type BenchmarkOptions, runBenchmark, type Timing, typicalRound } from "@wireduel/core";
import { three } from "../results/numbers.js";
import { textTable } from "../results/table.js";
import stalling from "./stalling-adapter.js";

const RUN_MS = 20_000;

const LOADS: readonly (readonly [string, BenchmarkOptions["load"]])[] = [
  ["closed loop, 2 ms think time", { kind: "closed-loop", thinkTimeMs: 2, durationMs: RUN_MS }],
  ["constant rate, 500/s", { kind: "constant-rate", ratePerSecond: 500, durationMs: RUN_MS }],
  ["Poisson, 500/s", { kind: "poisson", ratePerSecond: 500, durationMs: RUN_MS }],
];

export default async function stall(): Promise<void> {
  const rows: string[][] = [];
  for (const [name, load] of LOADS) {
    const { timings } = await runBenchmark({ adapters: [stalling()], payload: { sizeBytes: 100 }, load });
    const { times, counts } = typicalRound(timings[0] as Timing);
    const cells = [times.serviceMs, times.responseMs].flatMap((summary) =>
      [summary?.p50, summary?.p99, summary?.p999].map((ms) => (ms === undefined ? "-" : three(ms))),
    );
    rows.push([name, String(counts.sent), ...cells]);
  }
  console.log("The receiver blocks for 400 ms in every 4 s, a tenth of the time. Milliseconds.\n");
  const head = ["", "sent", "service p50", "p99", "p99.9", "response p50", "p99", "p99.9"];
  console.log(textTable(head, rows));
}
