import { describe, expect, it } from "vitest";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import { parseResult } from "../result/parse-result.js";
import type { BenchmarkResult, RoundResult } from "../result/result.js";
import { memory } from "../testing/memory-adapter.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  count: 23,
  warmupCount: 2,
  rounds: 2,
  slices: 4,
  // Starting processes may take long on a busy machine.
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;
const adapters = [chaos({ label: "a" }), chaos({ label: "b" })];

const roundsOf = ({ timings }: BenchmarkResult): RoundResult[] => timings.flatMap(({ rounds }) => rounds);

describe.concurrent("slices", { timeout: 240_000 }, () => {
  it("take turns, and together are the whole load", async () => {
    const result = await runBenchmark({ ...base, adapters });
    expect(result).toMatchObject({ status: "completed", settings: { slices: 4, notSliced: null } });
    for (const round of roundsOf(result)) {
      expect(round.slices.map(({ acknowledged }) => acknowledged)).toEqual([5, 6, 6, 6]);
      expect(round.counts).toMatchObject({ sent: 23, acknowledged: 23, lost: 0, damaged: 0, duplicated: 0 });
      expect(round.times.transmissionMs?.samples).toBe(23);
      for (const { medians, acknowledgedPerSecond } of round.slices) {
        expect(medians.transmissionMs).toBeGreaterThan(0);
        expect(medians.responseMs).toBeNull();
        expect(acknowledgedPerSecond).toBeGreaterThan(0);
      }
    }
    for (const block of [0, 1]) {
      const places = roundsOf(result)
        .filter((round) => round.block === block)
        .map(({ slices }) => slices.map(({ place }) => place));
      expect(places.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      // In each turn, every adapter has one slice.
      for (const turn of [0, 1, 2, 3]) {
        expect(places.map((of) => Math.floor((of[turn] as number) / 2))).toEqual([turn, turn]);
      }
    }
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("leave no gaps in the times of a round, nor in what its processes used", async () => {
    // While one adapter waits in each of its slices, the other one is idle: three times within its round.
    const waitMs = 1_000;
    const slow = chaos({ label: "slow", stallMs: waitMs, stallAt: 2, replyAfterMs: waitMs });
    const result = await runBenchmark({
      ...base,
      count: 4,
      rounds: 2,
      adapters: [chaos({ label: "a" }), slow],
    });
    const [fast] = result.timings;
    for (const { transmissions, totals, ends, series } of fast?.rounds ?? []) {
      expect(totals.wallMs).toBeLessThan(3 * waitMs);
      for (const { sentAfterMs } of transmissions) expect(sentAfterMs).toBeLessThan(3 * waitMs);
      for (const { resources } of [...ends.senders, ...ends.receivers]) {
        expect(resources?.durationMs).toBeGreaterThan(0);
        expect(resources?.durationMs).toBeLessThan(3 * waitMs);
        expect(resources?.loopDelayMs).toBeNull();
      }
      expect(series.intervals).toHaveLength(1);
      expect(series.intervals[0]).toMatchObject({ replies: 4, mostInFlight: 1 });
      for (const { resources } of [...ends.senders, ...ends.receivers]) {
        expect(resources?.series.intervals).toHaveLength(Math.ceil((resources?.durationMs ?? 0) / 1_000));
      }
    }
  });

  it.each<[string, Pick<BenchmarkOptions, "load">]>([
    ["a constant rate", { load: { kind: "constant-rate", ratePerSecond: 200, count: 23 } }],
    ["a Poisson load", { load: { kind: "poisson", ratePerSecond: 200, count: 23 } }],
    [
      "think times on several connections",
      { load: { kind: "closed-loop", concurrency: 3, thinkTimeMs: 5, count: 23 } },
    ],
  ])("work with %s", async (_, load) => {
    const connections = load.load?.kind === "closed-loop" && load.load.concurrency ? 3 : 1;
    const options = { ...base, count: undefined, ...load, connections, adapters };
    const result = await runBenchmark(options);
    expect(result).toMatchObject({ status: "completed", settings: { notSliced: null } });
    for (const { slices, counts } of roundsOf(result)) {
      expect(slices).toHaveLength(4);
      expect(counts).toMatchObject({ acknowledged: 23, dropped: 0, lost: 0 });
    }
  });

  it("work in a push, over TLS and with a network", async () => {
    const push = { direction: "push", tls: "local" } as const;
    const pushing = [chaos({ label: "a", ...push }), chaos({ label: "b", ...push })];
    const result = await runBenchmark({ ...base, adapters: pushing, network: { delayMs: 1 } });
    expect(result).toMatchObject({ status: "completed", settings: { notSliced: null } });
    for (const { slices, counts } of roundsOf(result)) {
      expect(slices).toHaveLength(4);
      expect(counts).toMatchObject({ acknowledged: 23, damaged: 0 });
    }
  });

  it("end early for an adapter whose link closes. The others go on", async () => {
    const closing = chaos({ label: "closing", closeAt: base.warmupCount + 8 });
    const result = await runBenchmark({ ...base, adapters: [closing, chaos({ label: "other" })] });
    const [failed, other] = result.timings;
    expect(result.status).toBe("failed");
    expect(failed?.rounds).toMatchObject([
      { status: "failed", counts: { acknowledged: 8 } },
      { status: "failed", counts: { acknowledged: 8 } },
    ]);
    expect(other?.rounds).toMatchObject([
      { status: "completed", counts: { acknowledged: 23, lost: 0 } },
      { status: "completed", counts: { acknowledged: 23, lost: 0 } },
    ]);
  });

  it("keep what the other adapters measured when a receiver is lost", async () => {
    const killed = chaos({ label: "killed", killAt: base.warmupCount + 8 });
    const error = await failureOf(runBenchmark({ ...base, adapters: [killed, chaos({ label: "other" })] }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.message).toContain("killed: ");
    const [lost, other] = error.result?.timings ?? [];
    expect(lost?.rounds).toMatchObject([{ status: "failed", counts: { acknowledged: 8 } }]);
    expect(other?.rounds).toMatchObject([{ status: "aborted" }]);
    expect(other?.rounds[0]?.counts.acknowledged).toBeGreaterThanOrEqual(5);
  });

  it("are left out where they cannot be, and the result says why", async () => {
    const why = async (options: Partial<BenchmarkOptions>) => {
      const result = await runBenchmark({ ...base, adapters, ...options } as BenchmarkOptions);
      expect(roundsOf(result).map(({ slices }) => slices.length)).not.toContain(4);
      return [result.status, result.settings.notSliced];
    };
    const stages = { kind: "stages", stages: [{ ratePerSecond: 100, durationMs: 50 }] } as const;
    const memories = [memory({ label: "a" }), memory({ label: "b" })];
    expect(await why({ slices: 1 })).toEqual(["completed", "not-wanted"]);
    expect(await why({ count: undefined, load: stages })).toEqual(["completed", "stages"]);
    expect(await why({ adapters: memories, rounds: 1, receiver: "inline" })).toEqual([
      "completed",
      "one-round",
    ]);
    expect(await why({ count: 1 })).toEqual(["completed", "short-load"]);
    const server = await serveReceivers({ adapters: [chaos()] });
    try {
      expect(await why({ receiver: { url: server.url } })).toEqual(["completed", "receiver-server"]);
      const one = { adapters: [chaos()], receiver: { url: server.url } };
      expect(await why(one)).toEqual(["completed", "one-adapter"]);
    } finally {
      await server.close();
    }
  });
});

describe("budgetMs", { timeout: 240_000 }, () => {
  it("decides how many rounds there are, and how long they are", async () => {
    const blocks: object[] = [];
    const options = { ...base, count: undefined, slices: undefined, rounds: undefined, adapters };
    const events = {
      block: (event: object) => blocks.push(event),
      timing: () => blocks.push({ timing: true }),
    };
    const result = await runBenchmark({ ...options, budgetMs: 1_000, events });
    const rounds = result.timings[0]?.rounds.length ?? 0;
    expect(rounds).toBeGreaterThanOrEqual(1);
    expect(result.settings).toMatchObject({ rounds, budgetMs: 1_000, roundsRule: null, notSliced: null });
    expect(result.timings[0]?.load).toMatchObject({ kind: "closed-loop", count: null });
    expect(blocks.filter((event) => "block" in event)).toHaveLength(rounds);
    expect(blocks[0]).toMatchObject({ block: 0, of: null });
    expect(blocks.slice(-2)).toEqual([{ timing: true }, { timing: true }]);
  });
});
