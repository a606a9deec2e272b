// Whether memory grows: a closed loop at full rate, and what both processes hold every half minute.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tcp } from "@wireduel/adapter-tcp";
import { runBenchmark } from "@wireduel/core";

const SAMPLE_MS = 30_000;
const PAGE_BYTES = 4_096;
const MOST_MS = 10_000 * 60_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export default async function soak([minutes = "10"]: readonly string[]): Promise<void> {
  const durationMs = Number(minutes) * 60_000;
  if (!(durationMs > 0 && durationMs <= MOST_MS)) {
    process.stderr.write(
      `bench: expected minutes, above 0 to 10,000, after soak, got ${JSON.stringify(minutes)}\n`,
    );
    process.exitCode = 2;
    return;
  }
  console.log(`${minutes} minutes, 100 B, 16 under way; MB after a garbage collection\n`);
  console.log("   s  sender heap  sender rss  receiver rss");
  const startedAt = performance.now();
  const sample = () => {
    collectGarbage();
    const { heapUsed, rss, arrayBuffers } = process.memoryUsage();
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const cells = [heapUsed + arrayBuffers, rss, receiverRss()].map((bytes, column) =>
      (bytes / 1e6).toFixed(1).padStart([11, 10, 12][column] ?? 0),
    );
    console.log(`${String(seconds).padStart(4)}  ${cells.join("  ")}`);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    const { timings, status } = await runBenchmark({
      adapters: [tcp()],
      payload: { sizeBytes: 100 },
      load: { kind: "closed-loop", concurrency: 16, durationMs },
    });
    const [timing] = timings;
    console.log(
      `\n${status}: ${timing?.counts.acknowledged} payloads, ${Math.round(timing?.acknowledgedPerSecond ?? 0)} a second`,
    );
  } finally {
    clearInterval(timer);
  }
}

/** Of this process's one child; Linux alone tells. */
function receiverRss(): number {
  try {
    const child = execFileSync("pgrep", ["-P", String(process.pid), "node"], { encoding: "utf8" })
      .trim()
      .split("\n")[0];
    return Number(readFileSync(`/proc/${child}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return Number.NaN;
  }
}
