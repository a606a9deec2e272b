import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import type { BenchmarkResult } from "../result/result.js";
import { onlyRound, warningCodes } from "./fixtures/only.js";
import { signalChildren } from "./fixtures/signal-children.js";
import { runBenchmark } from "./run-benchmark.js";

const WARM_UP = 2;
const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  warmupCount: WARM_UP,
  timeoutMs: 500,
  // Starting processes may take long on a busy machine.
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;

/** An adapter that swallows everything after the warm-up and `acknowledged` payloads. Its receiver lives. */
function swallows(acknowledged: number, direction: "upload" | "push" = "upload"): Adapter {
  return chaos({ label: "silent", swallowFrom: WARM_UP + acknowledged, direction });
}

const errorsOf = ({ timings }: BenchmarkResult) =>
  timings.map(({ label, rounds }) => [label, rounds.map(({ errors }) => errors.map(({ code }) => code))]);

describe.concurrent("links that swallow everything", { timeout: 120_000 }, () => {
  it.each(["upload", "push"] as const)("fail their round, and the run goes on (%s)", async (direction) => {
    const adapters = [swallows(3, direction), chaos({ label: "next" })];
    const result = await runBenchmark({ ...base, adapters, count: 1_000 });
    expect(result.status).toBe("failed");
    expect(errorsOf(result)).toEqual([
      ["silent", [["LINK_SILENT"]]],
      ["next", [[]]],
    ]);
    const [silent, next] = result.timings.map(({ rounds }) => rounds[0]);
    expect(silent).toMatchObject({
      status: "failed",
      counts: { acknowledged: 3, undelivered: expect.any(Number) },
    });
    expect(silent?.failures.map(({ code }) => code)).toContain("PAYLOAD_TIMEOUT");
    expect(silent?.counts.sent).toBeLessThan(100);
    expect(next).toMatchObject({ status: "completed", counts: { sent: 1_000 } });
  });

  it("fail a round under a scheduled load, also when nothing more can be sent", async () => {
    const load = { kind: "constant-rate", ratePerSecond: 100, durationMs: 600_000 } as const;
    const options = { ...base, adapters: [swallows(20)], load, maxInFlight: 10 };
    const round = onlyRound(await runBenchmark(options));
    expect(round.status).toBe("failed");
    expect(round.errors.map(({ code }) => code)).toEqual(["LINK_SILENT"]);
    expect(round.counts).toMatchObject({ acknowledged: 20 });
    expect(round.counts.dropped).toBeGreaterThan(0);
    expect(round.counts.sent + round.counts.dropped).toBeLessThan(60_000);
  });

  it("fail a round in its warm-up", async () => {
    const adapters = [chaos({ swallowFrom: 1 })];
    const round = onlyRound(await runBenchmark({ ...base, adapters, warmupCount: 1_000, count: 5 }));
    expect(round).toMatchObject({ status: "failed", warmedUp: 1, counts: { sent: 0 } });
    expect(round.errors.map(({ code }) => code)).toEqual(["LINK_SILENT"]);
  });

  it("are no completed round, however few payloads it has", async () => {
    const round = onlyRound(await runBenchmark({ ...base, adapters: [swallows(0)], count: 1 }));
    expect(round).toMatchObject({ status: "failed", counts: { sent: 1, failed: 1 } });
    expect(round.errors.map(({ code }) => code)).toEqual(["LINK_SILENT"]);
    expect(round.failures).toMatchObject([{ code: "PAYLOAD_TIMEOUT", count: 1 }]);
  });

  it("end a round as soon or as late as `giveUpAfter` says", async () => {
    const options = { ...base, timeoutMs: 200, adapters: [swallows(1)], count: 6 };
    const soon = onlyRound(await runBenchmark({ ...options, giveUpAfter: 1, count: 1_000 }));
    expect(soon).toMatchObject({ status: "failed" });
    expect(soon.counts.sent).toBeLessThan(100);
    const result = await runBenchmark({ ...options, giveUpAfter: null });
    expect(result).toMatchObject({ status: "failed", settings: { giveUpAfter: null } });
    const never = onlyRound(result);
    expect(never).toMatchObject({ status: "completed", errors: [], counts: { sent: 6, failed: 5 } });
  });

  it("end the row of their adapter, and the others have all their rounds", async () => {
    const complete: string[] = [];
    const result = await runBenchmark({
      ...base,
      adapters: [swallows(3), chaos({ label: "next" })],
      count: 20,
      rounds: 3,
      events: { timing: ({ label }) => complete.push(label) },
    });
    expect(result.status).toBe("failed");
    expect(errorsOf(result)).toEqual([
      ["silent", [["LINK_SILENT"]]],
      ["next", [[], [], []]],
    ]);
    expect(complete).toEqual(["silent", "next"]);
  });

  it("end a run in which no adapter is left", async () => {
    const result = await runBenchmark({ ...base, adapters: [swallows(3)], count: 20, rounds: 100 });
    expect(errorsOf(result)).toEqual([["silent", [["LINK_SILENT"]]]]);
    expect(result.status).toBe("failed");
  });
});

describe("a receiver that was only stopped", { timeout: 120_000 }, () => {
  it.runIf(process.platform === "linux")("goes on, and is not lost", async () => {
    const failed: string[] = [];
    const result = await runBenchmark({
      ...base,
      adapters: [chaos()],
      count: 30,
      delayMs: 20,
      timeoutMs: 1_000,
      giveUpAfter: 1,
      events: {
        transmission({ transmission: { index, error } }) {
          if (index === 3) expect(signalChildren("receiver-process", "SIGSTOP")).toBe(1);
          if (error === undefined) return;
          failed.push(error.code);
          signalChildren("receiver-process", "SIGCONT");
        },
      },
    });
    const round = onlyRound(result);
    expect(round).toMatchObject({ status: "completed", errors: [], counts: { sent: 30 } });
    expect(new Set(failed)).toEqual(new Set(["PAYLOAD_TIMEOUT"]));
    expect(round.counts.acknowledged + failed.length).toBe(30);
    expect(warningCodes(round)).toContain("LATE_REPLIES");
  });
});
