import { describe, expect, it } from "vitest";
import { serveReceivers } from "../control/serve-receivers.js";
import type { BenchmarkHandlers } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { parseResult } from "../result/parse-result.js";
import { memory } from "../testing/memory-adapter.js";
import { watchedChaos } from "./fixtures/watched-chaos.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  count: 5,
  warmupCount: 2,
  // Starting processes may take long on a busy machine.
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;

describe.concurrent("rounds", { timeout: 240_000 }, () => {
  it("measure each adapter once in each block, in fresh processes", async () => {
    const emitted: string[] = [];
    const forwarded: string[] = [];
    const events: BenchmarkHandlers = {
      phase: ({ phase, load, label, round, rounds }) => {
        forwarded.push(`${label} ${round}/${rounds} ${phase}`);
        if (phase === "measure") expect(load).toMatchObject({ count: base.count });
      },
      transmission: () => emitted.push("transmission"),
      progress: ({ phase, label, round, rounds, done, of }) => {
        if (done === of) forwarded.push(`${label} ${round}/${rounds} ${phase} ${done}`);
      },
      round: ({ round, of, label, result }) => {
        emitted.push(`${round} of ${of}: ${label} in block ${result.block}, place ${result.place}`);
      },
      timing: ({ label, timing }) => emitted.push(`${label}: ${timing.rounds.length} rounds`),
    };
    const adapters = [chaos({ label: "a" }), chaos({ label: "b" })];
    const result = await runBenchmark({ ...base, adapters, rounds: 2, slices: 2, seed: 4, events });
    expect(result).toMatchObject({ status: "completed", settings: { rounds: 2, seed: 4 } });
    expect(result.timings.map(({ label, rounds }) => [label, rounds.length])).toEqual([
      ["a", 2],
      ["b", 2],
    ]);
    const rounds = result.timings.flatMap((timing) => timing.rounds);
    for (const { status, counts, times } of rounds) {
      expect(status).toBe("completed");
      expect(counts).toMatchObject({ sent: 5, acknowledged: 5, lost: 0, damaged: 0 });
      expect(times.transmissionMs?.samples).toBe(5);
    }
    expect(rounds.map(({ block }) => block)).toEqual([0, 1, 0, 1]);
    const ends = rounds.flatMap(({ ends: { senders, receivers } }) => [
      senders[0]?.settings.senderProcess,
      receivers[0]?.settings.receiverProcess,
    ]);
    expect(new Set([process.pid, ...ends]).size).toBe(9);

    // A sender process forwards phases and progress, and no transmissions.
    for (const label of ["a", "b"]) {
      for (const round of [0, 1]) {
        const own = forwarded.filter((one) => one.startsWith(`${label} ${round}/2 `));
        expect(own.map((one) => one.slice(6))).toEqual([
          ...["connect", "warm-up", "warm-up 2", "measure", "drain", "measure 5"],
        ]);
      }
    }
    // Events of rounds come in the order of blocks.
    const inOrder = result.timings
      .flatMap(({ label, rounds: own }) =>
        own.map(({ block, place }, round) => ({ label, block, place, round })),
      )
      .sort((one, other) => one.block - other.block || one.place - other.place);
    const lines = inOrder.map(
      ({ label, block, place, round }) => `${round} of 2: ${label} in block ${block}, place ${place}`,
    );
    expect(inOrder.map(({ place }) => place)).toEqual([0, 1, 0, 1]);
    expect(emitted.filter((line) => line.includes(" of "))).toEqual(lines);
    expect(emitted.filter((line) => !line.includes(" of ")).sort()).toEqual(["a: 2 rounds", "b: 2 rounds"]);
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("end at the first look at which the measure that decides is decided", async () => {
    // Looks after 7 and 9 rounds. A reply that waits for 150 ms, longer than on a busy machine, decides at the first one.
    const rounds = { min: 7, max: 9, until: 0.01 };
    const adapters = [chaos({ label: "prompt" }), chaos({ label: "late", replyAfterMs: 150 })];
    const ended: string[] = [];
    const events: BenchmarkHandlers = { timing: ({ label }) => ended.push(label) };
    const result = await runBenchmark({ ...base, adapters, rounds, decideBy: "service", events });
    expect(result).toMatchObject({ status: "completed", settings: { rounds: 7, roundsRule: rounds } });
    expect(result.timings.map((timing) => timing.rounds.length)).toEqual([7, 7]);
    const decided = result.comparisons.filter(({ decides }) => decides);
    expect(decided).toMatchObject([{ label: "late", to: "prompt", by: "service", verdict: "slower" }]);
    expect(ended.toSorted()).toEqual(["late", "prompt"]);
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("end at once when the run is aborted, and keep what was measured", async () => {
    const controller = new AbortController();
    let frames = 0;
    const watched = watchedChaos(() => {
      // The first measured payload. The next one is due much later.
      if (++frames === base.warmupCount + 1) controller.abort();
    });
    const server = await serveReceivers({ adapters: [watched] });
    try {
      const receiver = { url: server.url };
      const load = { kind: "closed-loop", thinkTimeMs: 3_600_000, count: 5 } as const;
      const options = { ...base, count: undefined, load, receiver, rounds: 900, signal: controller.signal };
      const error = await failureOf(runBenchmark({ ...options, adapters: [chaos()] }));
      expect(error.code).toBe("ABORTED");
      expect(error.result).toMatchObject({ status: "aborted", comparisons: [] });
      const rounds = error.result?.timings[0]?.rounds ?? [];
      expect(rounds).toMatchObject([{ status: "aborted", counts: { sent: 1 } }]);
    } finally {
      await server.close();
    }
  });

  it("end the run with the reason of a failed round", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [chaos({ killAt: 4 })], rounds: 2 }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.message).toContain("SIGKILL");
    expect(error.result?.timings[0]?.rounds).toMatchObject([
      { status: "failed", counts: { acknowledged: 2 } },
    ]);
  });

  it.each(["phase", "progress"])("end the run when a handler of %s throws, in this process", async (name) => {
    const events = {
      [name]() {
        throw new Error("boom");
      },
    };
    const error = await failureOf(runBenchmark({ ...base, adapters: [chaos()], rounds: 2, events }));
    expect(error).toMatchObject({ code: "EVENT_HANDLER_FAILED", result: { status: "failed" } });
    expect(error.message).toContain("boom");
  });

  it("need adapters that another process can create", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [memory()], rounds: 2 }));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
    const inline = await failureOf(
      runBenchmark({ ...base, adapters: [memory()], rounds: 2, receiver: "inline" }),
    );
    expect(inline.code).toBe("INVALID_OPTION");
    expect(inline.message).toContain("`rounds`");
  });
});
