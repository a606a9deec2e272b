import { type BenchmarkResult, runBenchmark } from "@wireduel/core";
import { expect, it } from "vitest";
import { mistakesAboutHarm } from "./harm-in-result.js";
import type { Harm } from "./harmed-link.js";
import harmedTcp from "./harmed-tcp.js";

/** The result, with another number of messages that were harmed. */
function withHarm(result: BenchmarkResult, harm: Partial<Harm>): BenchmarkResult {
  const copy = structuredClone(result);
  Object.assign(harmOf(copy), harm);
  return copy;
}

function harmOf({ timings }: BenchmarkResult): Harm {
  return timings[0]?.rounds[0]?.ends.senders[0]?.settings.harm as unknown as Harm;
}

it("the counts of the receiver are what was done to the messages, and others are found", async () => {
  const result = await runBenchmark({
    adapters: [harmedTcp({ lose: 0.1, double: 0.1, damage: 0.1, hold: 0.1, seed: 3, unharmed: 2 })],
    payload: { sizeBytes: 1_000 },
    // All at once, so that those that are lost time out at once.
    load: { kind: "closed-loop", concurrency: 200, count: 200 },
    warmupCount: 2,
    timeoutMs: 4_000,
    giveUpAfter: null,
    receiver: "inline",
  });
  const harm = harmOf(result);
  expect(Object.values(harm).every((count) => count > 0)).toBe(true);
  expect(mistakesAboutHarm(result)).toEqual([]);
  const counts = result.timings[0]?.rounds[0]?.counts;
  expect((counts?.lost ?? 0) + (counts?.undelivered ?? 0)).toBe(harm.lost);
  expect(counts).toMatchObject({ damaged: harm.damaged, delivered: 200 - harm.lost - harm.damaged });
  for (const wrong of [{ lost: harm.lost + 1 }, { damaged: harm.damaged - 1 }, { doubled: 0 }]) {
    expect(mistakesAboutHarm(withHarm(result, wrong)), JSON.stringify(wrong)).not.toEqual([]);
  }
});

it("a refusal that comes twice may fail a message before it arrives, but none vanishes", async () => {
  const harm = { lose: 0, double: 0, damage: 1, hold: 0, seed: 3, unharmed: 2 };
  const result = await runBenchmark({
    adapters: [
      harmedTcp({ codec: "json-array", ...harm, reply: { lose: 0, double: 1, damage: 0, hold: 0 } }),
    ],
    payload: { sizeBytes: 1 },
    load: { kind: "closed-loop", concurrency: 11, count: 64, thinkTimeMs: 3 },
    warmupCount: 2,
    receiver: "inline",
  });
  expect(result.timings[0]?.rounds[0]?.counts).toMatchObject({ sent: 64, failed: 64 });
  expect(mistakesAboutHarm(result)).toEqual([]);
  expect(mistakesAboutHarm(withHarm(result, { damaged: 65 }))).not.toEqual([]);
});
