// What permessage-deflate does to payloads, as counted on the wire.
import { type BenchmarkOptions, runBenchmark, typicalRound } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { ws } from "./adapter.js";

async function overhead(
  adapter: ReturnType<typeof ws>,
  payload: BenchmarkOptions["payload"],
): Promise<number> {
  const run = { adapters: [adapter], payload, count: 5, warmupCount: 1, wireBytes: true };
  const { timings } = await runBenchmark({ ...run, connectTimeoutMs: 60_000 });
  const ratio = timings[0] && typicalRound(timings[0]).wire?.steady.overheadRatio;
  if (typeof ratio !== "number") throw new Error("nothing was counted");
  return ratio;
}

describe("the bytes on the wire with permessage-deflate", { timeout: 120_000 }, () => {
  const deflate = ws({ perMessageDeflate: true });

  it.each([1_000, 10_000])(
    "are about as many as the payload's, for random payloads of %d bytes",
    async (sizeBytes) => {
      const ratio = await overhead(deflate, { sizeBytes });
      expect(ratio).toBeGreaterThan(0.99);
      expect(ratio).toBeLessThan(1.08);
    },
  );

  it("are what JSON compresses to, for records", async () => {
    const ratio = await overhead(deflate, { sizeBytes: 10_000, kind: "json" });
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(0.5);
    expect(await overhead(ws(), { sizeBytes: 10_000, kind: "json" })).toBeGreaterThan(1);
  });

  it("are almost none if one payload is sent again and again", async () => {
    expect(await overhead(deflate, { sizeBytes: 10_000, distinct: 1 })).toBeLessThan(0.05);
  });
});
