import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { BenchmarkEvents } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { formatText } from "../report/text.js";
import { runBenchmark } from "./run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";

const base = { payload: { sizeBytes: 2_000, seed: 3 }, count: 5, warmupCount: 2 } as const;

describe("rounds", () => {
  it("measure each row once in each block, in an order of its own, in processes of their own", async () => {
    const events = new EventEmitter<BenchmarkEvents>();
    const told: string[] = [];
    events.on("round", ({ round, of, label }) => told.push(`${round} of ${of}: ${label}`));
    const adapters = [chaos({ label: "a" }), chaos({ label: "b" })];
    const result = await runBenchmark({ ...base, adapters, rounds: 3, seed: 4, events });
    expect(result.status).toBe("completed");
    expect(result.rounds).toHaveLength(3);
    const receivers = new Set<unknown>();
    for (const [round, { order, timings }] of (result.rounds ?? []).entries()) {
      expect([...order].sort()).toEqual([0, 1]);
      expect(timings.map(({ label }) => label)).toEqual(["a", "b"]);
      for (const { counts, transmissions, summary, receiver } of timings) {
        expect(counts).toMatchObject({ sent: 5, acknowledged: 5, lost: 0, damaged: 0 });
        expect(transmissions).toEqual([]);
        expect(summary.transmissionMs?.samples).toBe(5);
        receivers.add(receiver?.settings.receiverProcess);
      }
      expect(told.slice(2 * round, 2 * round + 2)).toEqual(order.map((row) => `${round} of 3: ${"ab"[row]}`));
    }
    expect(receivers.size).toBe(6);
    expect(result.timings.map(({ label, transmissions }) => [label, transmissions.length])).toEqual([
      ["a", 5],
      ["b", 5],
    ]);
    // The typical round is one of those measured, the middle one by its median.
    for (const [row, timing] of result.timings.entries()) {
      const medians = (result.rounds ?? []).map(
        ({ timings }) => timings[row]?.summary.transmissionMs?.p50 ?? 0,
      );
      expect(timing.summary.transmissionMs?.p50).toBe(medians.sort((a, b) => a - b)[1]);
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    // Three rounds carry no interval of 95 %.
    expect(result.comparisons).toMatchObject([{ label: "b", to: "a", verdict: "too-few-rounds" }]);
    expect(formatText(result)).toContain("3 rounds");
  });

  it("show no winner where one lost payloads", async () => {
    const result = await runBenchmark({
      ...{ ...base, rounds: 2, timeoutMs: 200 },
      adapters: [chaos(), chaos({ dropAt: 4, label: "loses" })],
    });
    expect(result.status).toBe("failed");
    expect(result.comparisons).toEqual([]);
    expect(formatText(result)).toContain("it ranks nothing");
  });

  it("end at once when the run is aborted, and keep what was measured", async () => {
    const life = new AbortController();
    const events = new EventEmitter<BenchmarkEvents>();
    let rounds = 0;
    events.on("round", () => {
      if (++rounds === 2) setTimeout(() => life.abort(), 300);
    });
    const error = await failureOf(
      runBenchmark({ ...base, adapters: [chaos()], rounds: 900, delayMs: 60, signal: life.signal, events }),
    );
    expect(error.code).toBe("ABORTED");
    expect(error.result).toMatchObject({ status: "aborted", comparisons: [] });
    expect(error.result?.rounds?.length).toBeGreaterThanOrEqual(2);
  });

  it("say what kept a round from running", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [chaos({ killAt: 4 })], rounds: 2 }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.message).toContain("SIGKILL");
  });

  it("want adapters that another process can make", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [memory()], rounds: 2 }));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    const inline = await failureOf(
      runBenchmark({ ...base, adapters: [memory()], rounds: 2, receiver: "inline" }),
    );
    expect(inline.message).toContain('Expected `rounds` to be 1 with `receiver: "inline"`');
  });
});
