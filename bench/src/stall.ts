// Coordinated omission for real: one receiver that stalls, seen by a closed loop and by loads that keep to their plan.
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import stalling from "./stalling-adapter.js";
import { table, three } from "./table.js";

const RUN_MS = 20_000;

export default async function stall(): Promise<void> {
  const loads: [string, BenchmarkOptions["load"]][] = [
    ["closed loop, 2 ms think time", { kind: "closed-loop", thinkTimeMs: 2, durationMs: RUN_MS }],
    ["constant rate, 500/s", { kind: "constant-rate", ratePerSecond: 500, durationMs: RUN_MS }],
    ["Poisson, 500/s", { kind: "poisson", ratePerSecond: 500, durationMs: RUN_MS }],
  ];
  const rows: string[][] = [];
  for (const [name, load] of loads) {
    const { timings } = await runBenchmark({ adapters: [stalling()], payload: { sizeBytes: 100 }, load });
    const { summary, counts } = timings[0] ?? {};
    const cell = (ms: number | undefined) => (ms === undefined ? "-" : three(ms));
    const { serviceMs, responseMs } = summary ?? {};
    rows.push([
      ...[name, String(counts?.sent), cell(serviceMs?.p50), cell(serviceMs?.p99), cell(serviceMs?.p999)],
      ...[cell(responseMs?.p50), cell(responseMs?.p99), cell(responseMs?.p999)],
    ]);
  }
  console.log("The receiver stands still for 400 ms in every 4 s: a tenth of all time. Milliseconds.\n");
  const head = ["", "sent", "service p50", "p99", "p99.9", "response p50", "p99", "p99.9"];
  console.log(table(head, rows));
}
