import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { BenchmarkEvents } from "../events/events.js";
import chaos, { type ChaosOptions } from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { Timing } from "../result/result.js";
import { runBenchmark } from "./run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";

const payload = { sizeBytes: 20_000, seed: 3 };
const base = { payload, count: 6, warmupCount: 2 } as const;

/** One row over the misbehaving adapter; fates count from the first counted payload. */
async function chaosRow(fate: Partial<ChaosOptions>, more: Partial<BenchmarkOptions> = {}): Promise<Timing> {
  const shifted = Object.fromEntries(Object.entries(fate).map(([name, at]) => [name, at + base.warmupCount]));
  const { timings } = await runBenchmark({ ...base, adapters: [chaos(shifted)], ...more });
  return timings[0] as Timing;
}

describe("runBenchmark", () => {
  it("sends every payload once and whole, in a fresh receiver process for each row", async () => {
    const result = await runBenchmark({ ...base, adapters: [chaos(), chaos()] });
    expect(result.status).toBe("completed");
    expect(result.timings.map((timing) => timing.label)).toEqual(["chaos", "chaos (2)"]);
    const processes = result.timings.map((timing) => timing.receiver?.settings.receiverProcess);
    expect(new Set([process.pid, ...processes]).size).toBe(3);
    for (const timing of result.timings) {
      expect(timing.counts).toEqual({
        sent: 6,
        acknowledged: 6,
        failed: 0,
        dropped: 0,
        mostInFlight: 1,
        lost: 0,
        undelivered: 0,
        duplicated: 0,
        reordered: 0,
        damaged: 0,
      });
      expect(timing.clock).toEqual({ kind: "shared", because: "forked by the sender" });
      expect(timing.transmissions).toHaveLength(6);
      expect(timing.payloadBytes).toBe(6 * 20_000);
      expect(timing.frameBytes).toBe(6 * 20_008);
      expect(timing.warnings).toEqual([]);
    }
  });

  it("gives a result that survives JSON", async () => {
    const result = await runBenchmark({ ...base, adapters: [chaos()] });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("splits each transmission into parts that add up, and rows into sums of transmissions", async () => {
    const timing = await chaosRow({}, { delayMs: 5 });
    let sum = 0;
    for (const { encodeMs, transportMs, decodeMs, transmissionMs, serviceMs } of timing.transmissions) {
      expect((encodeMs ?? 0) + (transportMs ?? 0) + (decodeMs ?? 0)).toBeCloseTo(transmissionMs ?? -1, 6);
      expect(serviceMs).toBeGreaterThanOrEqual(transmissionMs ?? Number.NaN);
      sum += transmissionMs ?? Number.NaN;
    }
    expect(timing.sumOfTransmissionMs).toBeCloseTo(sum, 6);
    // One at a time: the spans never overlap. Six payloads have five delays.
    expect(timing.busyMs).toBeCloseTo(sum, 6);
    expect(timing.totalTransferMs).toBeGreaterThanOrEqual(5 * 5);
    expect(timing.wallMs).toBeGreaterThanOrEqual(timing.totalTransferMs ?? Number.NaN);
    expect(timing.firstTransmission?.transmissionMs).toBeGreaterThan(0);
    expect(timing.warmedUp).toBe(2);
  });

  it("cycles through several payloads, each checked against its own", async () => {
    const timing = await chaosRow(
      {},
      { payload: [new Uint8Array(1), new Uint8Array(0), new Uint8Array(70_000)] },
    );
    expect(timing.transmissions.map((one) => one.payloadBytes)).toEqual([1, 0, 70_000, 1, 0, 70_000]);
    expect(timing.counts.damaged).toBe(0);
  });

  it("takes a payload that got no answer for data, and goes on", async () => {
    const timing = await chaosRow({ dropAt: 3 }, { timeoutMs: 200 });
    expect(timing.transmissions.map((one) => one.status)).toEqual([
      "acknowledged",
      "acknowledged",
      "acknowledged",
      "failed",
      "acknowledged",
      "acknowledged",
    ]);
    expect(timing.transmissions[3]).toMatchObject({
      transmissionMs: null,
      error: { code: "PAYLOAD_TIMEOUT" },
    });
    expect(timing).toMatchObject({ status: "completed", counts: { sent: 6, failed: 1, lost: 1 } });
    expect(timing.warnings.map((warning) => warning.message)).toEqual([
      "not all arrived whole: 1 lost",
      "1 of 6 payloads failed (1 PAYLOAD_TIMEOUT): they have no time, and the times are of the others",
    ]);
  });

  it("tells damaged, repeated and unreadable payloads, and calls no such run completed", async () => {
    const damaged = await chaosRow({ damageAt: 2 });
    expect(damaged.transmissions[2]?.status).toBe("damaged");
    expect(damaged.counts).toMatchObject({ acknowledged: 6, damaged: 1, lost: 0 });

    const repeated = await chaosRow({ repeatAt: 1 });
    expect(repeated.counts).toMatchObject({ acknowledged: 6, duplicated: 1 });
    expect(repeated.warnings.map(({ code }) => code)).toEqual(["NOT_WHOLE", "UNEXPECTED_REPLIES"]);

    const cut = await chaosRow({ cutAt: 0 });
    expect(cut.transmissions[0]).toMatchObject({ status: "failed", error: { code: "UNDECODABLE" } });
    expect(cut.counts).toMatchObject({ failed: 1, damaged: 1, lost: 0 });

    const result = await runBenchmark({ ...base, adapters: [chaos({ damageAt: 3 })] });
    expect(result.status).toBe("failed");
  });

  it("counts a payload that came after a later one", async () => {
    const timing = await chaosRow({ delayAt: 2 }, { timeoutMs: 200 });
    expect(timing.counts).toMatchObject({ sent: 6, failed: 1, lost: 0, reordered: 1 });
  });

  it("keeps what was measured when the receiver is killed, and runs no later adapter", async () => {
    const error = await failureOf(
      runBenchmark({
        ...base,
        adapters: [chaos({ killAt: 5 }), chaos({ label: "later" })],
      }),
    );
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.message).toContain("SIGKILL");
    const { result } = error;
    expect(result).toMatchObject({ status: "failed", notRun: ["later"] });
    const [timing] = result?.timings ?? [];
    expect(timing?.status).toBe("failed");
    expect(timing?.transmissions.map((one) => one.error?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      "RECEIVER_LOST",
    ]);
    expect(timing?.counts).toMatchObject({ sent: 4, acknowledged: 3, failed: 1, lost: null, damaged: null });
    expect(timing?.summary.transmissionMs?.samples).toBe(3);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("knows a receiver that hangs for lost, once a payload has timed out", async () => {
    const error = await failureOf(
      runBenchmark({ ...base, adapters: [chaos({ hangAt: 4 })], timeoutMs: 200 }),
    );
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.result?.timings[0]?.counts).toMatchObject({ acknowledged: 2 });
  });

  it("keeps a row whose link closed, and goes on with the next", async () => {
    const result = await runBenchmark({ ...base, adapters: [chaos({ closeAt: 4 }), chaos()] });
    expect(result.timings.map((timing) => timing.status)).toEqual(["failed", "completed"]);
    expect(result.timings[0]?.errors.map((error) => error.code)).toEqual(["LINK_CLOSED"]);
    expect(result.timings[0]?.counts).toMatchObject({ sent: 3, acknowledged: 2, failed: 1 });
    expect(result.status).toBe("failed");
  });

  it("ends in the middle of a delay when its signal aborts, and keeps what was measured", async () => {
    const life = new AbortController();
    const events = new EventEmitter<BenchmarkEvents>();
    events.on("transmission", () => life.abort());
    const adapters = [chaos(), chaos({ label: "later" })];
    const error = await failureOf(
      runBenchmark({ ...base, adapters, delayMs: 3_600_000, signal: life.signal, events }),
    );
    expect(error.code).toBe("ABORTED");
    expect(error.result).toMatchObject({ status: "aborted", notRun: ["later"] });
    expect(error.result?.timings[0]).toMatchObject({
      status: "aborted",
      counts: { sent: 1, acknowledged: 1, lost: 0 },
    });
  });

  it("refuses a signal that has aborted already, before anything is forked", async () => {
    const error = await failureOf(
      runBenchmark({ ...base, adapters: [chaos()], signal: AbortSignal.abort() }),
    );
    expect(error).toMatchObject({
      code: "ABORTED",
      result: { status: "aborted", timings: [], notRun: ["chaos"] },
    });
  });

  it("says that an inline receiver measures nothing", async () => {
    const { timings } = await runBenchmark({ ...base, adapters: [memory()], receiver: "inline" });
    expect(timings[0]?.warnings.map(({ code }) => code)).toEqual(["INLINE_RECEIVER"]);
    expect(timings[0]?.receiver?.settings).toEqual({});
  });

  it("tells of phases, transmissions, progress and rows, in that order", async () => {
    const events = new EventEmitter<BenchmarkEvents>();
    const told: string[] = [];
    let progress = 0;
    events.on("phase", ({ phase }) => told.push(phase));
    events.on("transmission", ({ transmission }) => told.push(`#${transmission.index}`));
    events.on("progress", ({ done, of }) => {
      progress++;
      expect(done).toBeLessThanOrEqual(of ?? 0);
    });
    events.on("timing", ({ timing }) => told.push(timing.label));
    await runBenchmark({ ...base, count: 3, adapters: [chaos()], events });
    expect(told).toEqual(["connect", "warm-up", "measure", "#0", "#1", "drain", "#2", "chaos"]);
    expect(progress).toBeGreaterThan(0);
  });

  it("tells of progress at most ten times a second", async () => {
    const events = new EventEmitter<BenchmarkEvents>();
    const done: number[] = [];
    events.on("progress", (event) => done.push(event.done));
    const { durationMs } = await runBenchmark({
      ...base,
      count: 500,
      adapters: [memory()],
      receiver: "inline",
      events,
    });
    expect(done.at(-1)).toBe(500);
    expect(done.length).toBeLessThanOrEqual(2 + durationMs / 100);
  });

  it("makes no message, frame or event of a transmission that nobody listens to", async () => {
    const events = new EventEmitter<BenchmarkEvents>();
    const emitted: string[] = [];
    const emit = events.emit.bind(events);
    events.emit = ((name: keyof BenchmarkEvents, ...args: never[]) => {
      emitted.push(name);
      return (emit as (...all: unknown[]) => boolean)(name, ...args);
    }) as typeof events.emit;
    await runBenchmark({ ...base, adapters: [memory()], receiver: "inline", events });
    expect(emitted).not.toContain("transmission");
    expect(emitted).toContain("timing");
  });
});
