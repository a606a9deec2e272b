import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { parseResult } from "../result/parse-result.js";
import { typicalRound } from "../result/typical-round.js";
import { memory } from "../testing/memory-adapter.js";
import { onlyRound, onlyTiming, warningCodes } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = { payload: { sizeBytes: 20_000, seed: 3 }, count: 6, warmupCount: 2 } as const;
const inline = { ...base, receiver: "inline" } as const;

describe("runBenchmark", { timeout: 120_000 }, () => {
  it("delivers every payload once and intact, with a fresh receiver process for each adapter", async () => {
    const result = await runBenchmark({ ...base, adapters: [chaos(), chaos()], connectTimeoutMs: 60_000 });
    expect(result.status).toBe("completed");
    expect(result.notRun).toEqual([]);
    expect(result.comparisons).toEqual([]);
    expect(result.timings.map(({ label }) => label)).toEqual(["chaos", "chaos, row 2"]);
    const processes = result.timings.map(
      (timing) => typicalRound(timing).ends.receivers[0]?.settings.receiverProcess,
    );
    expect(new Set([process.pid, ...processes]).size).toBe(3);
    for (const timing of result.timings) {
      expect(timing).toMatchObject({
        adapter: { name: "chaos", codec: "raw", direction: "upload", encryption: "none", profile: null },
        load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 6 },
        payload: { sources: [{ kind: "random", leastBytes: 20_000, mostBytes: 20_000 }], replyBytes: 0 },
        network: null,
        connections: 1,
        maxInFlight: 1,
        warmupCount: 2,
        typical: 0,
      });
      const round = typicalRound(timing);
      expect(round.counts).toEqual({
        sent: 6,
        passed: 6,
        acknowledged: 6,
        failed: 0,
        dropped: 0,
        mostInFlight: 1,
        delivered: 6,
        lost: 0,
        undelivered: 0,
        duplicated: 0,
        reordered: 0,
        damaged: 0,
      });
      expect(round).toMatchObject({
        block: 0,
        status: "completed",
        warmedUp: 2,
        tls: null,
        timesFrom: "transmissions",
      });
      expect(round.clock).toEqual({ kind: "shared", because: expect.stringMatching(/^same (kernel|host)$/) });
      expect(round.transmissions).toHaveLength(6);
      expect(round.totals).toMatchObject({ payloadBytes: 6 * 20_000, frameBytes: 6 * 20_008 });
      expect(round.ends.senders).toHaveLength(1);
      expect(round.ends.senders[0]?.settings).toEqual({ senderProcess: process.pid });
      expect(warningCodes(round)).toEqual([]);
      expect(round.errors).toEqual([]);
    }
    expect(result.timings.map((timing) => typicalRound(timing).place)).toEqual([0, 1]);
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("splits transmissions into parts that add up, and sums them per round", async () => {
    const round = onlyRound(await runBenchmark({ ...inline, adapters: [chaos()], delayMs: 5 }));
    let sum = 0;
    for (const { encodeMs, transportMs, decodeMs, transmissionMs, serviceMs } of round.transmissions) {
      expect((encodeMs ?? 0) + (transportMs ?? 0) + (decodeMs ?? 0)).toBeCloseTo(transmissionMs ?? -1, 6);
      expect(serviceMs).toBeGreaterThanOrEqual(transmissionMs ?? Number.NaN);
      sum += transmissionMs ?? Number.NaN;
    }
    const { sumOfTransmissionMs, busyMs, transferMs, wallMs } = round.totals;
    expect(sumOfTransmissionMs).toBeCloseTo(sum, 6);
    // One at a time, so spans never overlap. Six payloads have five delays between them.
    expect(busyMs).toBeCloseTo(sum, 6);
    expect(transferMs).toBeGreaterThanOrEqual(5 * 5);
    expect(wallMs).toBeGreaterThanOrEqual(transferMs ?? Number.NaN);
    expect(round.times.transmissionMs?.samples).toBe(6);
    expect(round.firstTransmission?.transmissionMs).toBeGreaterThan(0);
  });

  it("sends several payloads in turn, and checks each against its own", async () => {
    const payload = [new Uint8Array(1), new Uint8Array(0), new Uint8Array(70_000)];
    const result = await runBenchmark({ ...inline, adapters: [chaos()], payload });
    expect(onlyTiming(result).payload.sources).toEqual([
      {
        kind: "bytes",
        from: null,
        seed: null,
        distinct: 3,
        leastBytes: 0,
        meanBytes: 70_001 / 3,
        mostBytes: 70_000,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    const { transmissions, counts } = onlyRound(result);
    expect(transmissions.map(({ payloadBytes }) => payloadBytes)).toEqual([1, 0, 70_000, 1, 0, 70_000]);
    expect(counts.damaged).toBe(0);
  });

  it("warns about an inline receiver", async () => {
    const round = onlyRound(await runBenchmark({ ...inline, adapters: [memory()] }));
    expect(round.warnings.map(({ code }) => code)).toContain("INLINE_RECEIVER");
    expect(round.clock.kind).toBe("shared");
  });

  it("ends during a delay when its signal aborts, and keeps what was measured", async () => {
    const controller = new AbortController();
    const adapters = [chaos(), chaos({ label: "later" })];
    const events = { transmission: () => controller.abort() };
    const error = await failureOf(
      runBenchmark({ ...inline, adapters, delayMs: 3_600_000, signal: controller.signal, events }),
    );
    expect(error).toMatchObject({ code: "ABORTED", result: { status: "aborted", notRun: ["later"] } });
    expect(error.result?.timings[0]?.rounds[0]).toMatchObject({
      status: "aborted",
      counts: { sent: 1, acknowledged: 1, lost: 0 },
      errors: [{ code: "ABORTED" }],
    });
  });

  it("rejects an aborted signal before it forks a process", async () => {
    const signal = AbortSignal.abort();
    const error = await failureOf(runBenchmark({ ...base, adapters: [chaos()], signal }));
    expect(error).toMatchObject({
      code: "ABORTED",
      result: { status: "aborted", timings: [], notRun: ["chaos"] },
    });
  });

  it.each(["listen", "dial"] as const)(
    "closes an end that opens after the run is aborted in %s",
    async (step) => {
      const controller = new AbortController();
      const healthy = memory();
      const { protocol } = healthy;
      let open = 0;
      const abortIn = (now: string) => {
        open++;
        if (now === step) controller.abort();
      };
      const adapter = {
        ...healthy,
        protocol: {
          ...protocol,
          async listen(...given: Parameters<NonNullable<typeof protocol.listen>>) {
            const listener = await protocol.listen?.(...given);
            if (listener === undefined) throw new Error("the memory protocol listens");
            abortIn("listen");
            const close = async () => {
              await listener.close();
              open--;
            };
            return { ...listener, close };
          },
          async dial(...given: Parameters<typeof protocol.dial>) {
            const link = await protocol.dial(...given);
            abortIn("dial");
            void link.closed.then(() => open--);
            return link;
          },
        },
      };
      const error = await failureOf(
        runBenchmark({ ...inline, adapters: [adapter], signal: controller.signal }),
      );
      expect(error.code).toBe("ABORTED");
      await expect.poll(() => open, { timeout: 20_000 }).toBe(0);
    },
  );
});
