// `pnpm bench soak [MINUTES]`: does memory grow? A closed loop at full rate; prints the memory of both ends every 30 s.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tcp } from "@wireduel/adapter-tcp";
import { runBenchmark, type Timing, typicalRound } from "@wireduel/core";
import { UsageError } from "../command-line.js";
import { childrenOf, residentBytes } from "../memory/measure-resident-memory.js";

const SAMPLE_MS = 30_000;
const MOST_MINUTES = 10_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** @throws UsageError */
export default async function soak([minutes = "10"]: readonly string[]): Promise<void> {
  if (!(Number(minutes) > 0 && Number(minutes) <= MOST_MINUTES)) {
    throw new UsageError(`expected above 0 to 10,000 minutes after soak, got ${JSON.stringify(minutes)}`);
  }
  console.log(`${minutes} minutes, 100 B, 16 in flight; MB after a garbage collection\n`);
  console.log("   s  sender heap  sender rss  receiver rss");
  const startedAt = performance.now();
  const timer = setInterval(() => printMemory(performance.now() - startedAt), SAMPLE_MS);
  try {
    const { timings, status } = await runBenchmark({
      adapters: [tcp()],
      payload: { sizeBytes: 100, distinct: 1 },
      load: { kind: "closed-loop", concurrency: 16, durationMs: Number(minutes) * 60_000 },
    });
    const { counts, totals } = typicalRound(timings[0] as Timing);
    const perSecond = Math.round(totals.acknowledgedPerSecond ?? 0);
    console.log(`\n${status}: ${counts.acknowledged} payloads, ${perSecond} per second`);
  } finally {
    clearInterval(timer);
  }
}

function printMemory(elapsedMs: number): void {
  collectGarbage();
  const { heapUsed, rss, arrayBuffers } = process.memoryUsage();
  // The receiver is the only child process.
  const [receiverId = 0] = childrenOf(process.pid);
  const bytes = [heapUsed + arrayBuffers, rss, residentBytes(receiverId) ?? Number.NaN];
  const cells = bytes.map((value, column) => (value / 1e6).toFixed(1).padStart([11, 10, 12][column] ?? 0));
  console.log(`${String(Math.round(elapsedMs / 1_000)).padStart(4)}  ${cells.join("  ")}`);
}
