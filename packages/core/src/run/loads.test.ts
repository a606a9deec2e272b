import { readdirSync, readFileSync } from "node:fs";
import { EventEmitter } from "eventemitter3";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { BenchmarkEvents } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { LoadOption } from "../options/load-option.js";
import { formatText } from "../report/text.js";
import type { BenchmarkResult, Timing } from "../result/result.js";
import { runBenchmark } from "./run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";

const payload = { sizeBytes: 1_000, seed: 3 };

/** Kills the tap of this process; returns how many there were. */
function killTap(): number {
  const taps = readdirSync("/proc").filter((pid) => {
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
      return (
        Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("tap-process")
      );
    } catch {
      return false;
    }
  });
  for (const pid of taps) process.kill(Number(pid), "SIGKILL");
  return taps.length;
}

async function row(options: Partial<BenchmarkOptions>): Promise<Timing> {
  const { timings } = await runBenchmark({ adapters: [chaos()], payload, warmupCount: 3, ...options });
  return timings[0] as Timing;
}

describe("loads", () => {
  it.each<[LoadOption, number]>([
    [{ kind: "closed-loop", concurrency: 5, count: 40 }, 40],
    [{ kind: "constant-rate", ratePerSecond: 400, count: 40 }, 40],
    [{ kind: "constant-rate", ratePerSecond: 200, durationMs: 250 }, 50],
    [{ kind: "poisson", ratePerSecond: 400, count: 40 }, 40],
    [
      {
        kind: "stages",
        stages: [
          { ratePerSecond: 100, durationMs: 100 },
          { ratePerSecond: { from: 100, to: 500 }, durationMs: 100 },
        ],
      },
      40,
    ],
  ])("%j sends what is due, none of it early", async (load, count) => {
    const timing = await row({ load });
    expect(timing.counts).toMatchObject({
      sent: count,
      acknowledged: count,
      dropped: 0,
      lost: 0,
      damaged: 0,
    });
    const scheduled = load.kind !== "closed-loop";
    for (const { dueAfterMs, sentAfterMs, slipMs, serviceMs, responseMs } of timing.transmissions) {
      expect(dueAfterMs + slipMs).toBeCloseTo(sentAfterMs, 6);
      expect(slipMs).toBeGreaterThanOrEqual(0);
      if (scheduled) expect(responseMs).toBeCloseTo((serviceMs as number) + slipMs, 6);
      else expect(responseMs).toBeNull();
    }
    expect(timing.summary.responseMs === null).toBe(!scheduled);
    expect(timing.series.of).toBe(scheduled ? "responseMs" : "serviceMs");
    expect(timing.series.intervals.reduce((sum, { sent }) => sum + sent, 0)).toBe(count);
  });

  it("has no more samples than sends, and its times are the receiver's, at a slow rate", async () => {
    const load = { kind: "constant-rate", ratePerSecond: 5, count: 6 } as const;
    const timing = await row({ adapters: [chaos({ replyAfterMs: 20 })], load });
    expect(timing.counts.sent).toBe(6);
    for (const time of ["serviceMs", "responseMs"] as const) {
      expect(timing.summary[time]?.samples).toBe(6);
      // Node's timers may fire a millisecond early.
      expect(timing.summary[time]?.min).toBeGreaterThanOrEqual(19);
      expect(timing.histograms[time]?.samples).toBe(6);
    }
  });

  it("ends a closed loop by duration", async () => {
    const timing = await row({ load: { kind: "closed-loop", durationMs: 150, concurrency: 2 } });
    expect(timing.status).toBe("completed");
    expect(timing.counts.sent).toBeGreaterThan(2);
    // None was due after that, however late it was sent.
    for (const { dueAfterMs } of timing.transmissions) expect(dueAfterMs).toBeLessThan(150);
    expect(timing.counts.mostInFlight).toBe(2);
  });

  it("spreads a load over several connections, each with its warm-up", async () => {
    for (const load of [
      { kind: "constant-rate", ratePerSecond: 500, count: 30 },
      { kind: "closed-loop", count: 30 },
    ] as const) {
      const timing = await row({ load, connections: 3 });
      const carried = [0, 1, 2].map(
        (one) => timing.transmissions.filter(({ connection }) => connection === one).length,
      );
      for (const count of carried) expect(count).toBeGreaterThan(0);
      expect(carried.reduce((sum, count) => sum + count, 0)).toBe(30);
      expect(timing.warmedUp).toBe(9);
      expect(timing.counts).toMatchObject({ acknowledged: 30, lost: 0, duplicated: 0, reordered: null });
    }
  });

  it("drops what is due while too many are under way, says so, and calls no such run completed", async () => {
    const result = await runBenchmark({
      adapters: [chaos({ replyAfterMs: 200 })],
      payload,
      warmupCount: 1,
      load: { kind: "constant-rate", ratePerSecond: 200, count: 40 },
      maxInFlight: 4,
    });
    const [timing] = result.timings as [Timing];
    expect(timing.counts.dropped).toBeGreaterThan(0);
    expect(timing.counts.sent + timing.counts.dropped).toBe(40);
    expect(timing.counts.mostInFlight).toBe(4);
    expect(timing.series.intervals.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(
      timing.counts.dropped,
    );
    expect(timing.warnings.map(({ code }) => code)).toContain("DROPPED");
    expect(result.status).toBe("failed");
  });

  it("shows a stalled receiver in the response times of all that were due meanwhile", async () => {
    const stalling = { adapters: [chaos({ stallAt: 3 + 20, stallMs: 400 })] };
    const slow = (timing: Timing, time: "serviceMs" | "responseMs") =>
      timing.transmissions.filter((one) => (one[time] ?? 0) >= 90).length;
    const closed = await row({ ...stalling, load: { kind: "closed-loop", thinkTimeMs: 9, count: 60 } });
    const scheduled = await row({
      ...stalling,
      load: { kind: "constant-rate", ratePerSecond: 100, count: 60 },
    });
    // Those due in the first 300 ms of the stall wait 100 ms at least: about 30 of them, where a closed loop sent one.
    expect(slow(scheduled, "responseMs")).toBeGreaterThanOrEqual(25);
    expect(slow(closed, "serviceMs")).toBeGreaterThanOrEqual(1);
    expect(slow(closed, "serviceMs")).toBeLessThan(slow(scheduled, "responseMs"));
  });

  it("waits in its drain for what is under way, and no longer than the time-out", async () => {
    const phases: string[] = [];
    const events = new EventEmitter<BenchmarkEvents>();
    events.on("phase", ({ phase }) => phases.push(phase));
    events.on("transmission", ({ transmission }) => phases.push(`#${transmission.index}`));
    const load = { kind: "constant-rate", ratePerSecond: 500, count: 3 } as const;
    const late = await row({ adapters: [chaos({ replyAfterMs: 100 })], load, events });
    expect(phases).toEqual(["connect", "warm-up", "measure", "drain", "#0", "#1", "#2"]);
    expect(late.counts.acknowledged).toBe(3);
    const lost = await row({ adapters: [chaos({ dropAt: 5 })], load, timeoutMs: 150 });
    expect(lost.failures).toEqual([
      { code: "PAYLOAD_TIMEOUT", count: 1, first: "no acknowledgement within 150 ms" },
    ]);
  });
});

describe("time-outs under load", () => {
  it("leave no more in the adapter's queue than may be under way", async () => {
    const timing = await row({
      payload: { sizeBytes: 50_000 },
      load: { kind: "constant-rate", ratePerSecond: 500, durationMs: 400 },
      // A payload takes 80 ms at this rate, and times out before.
      ...{ network: { rateMbps: 5 }, warmupCount: 0, maxInFlight: 5, timeoutMs: 60 },
    });
    expect(timing.counts.sent + timing.counts.dropped).toBe(200);
    expect(timing.counts.sent).toBeLessThan(30);
  });

  it("are not taken for losses while payloads may be on the way", async () => {
    const load = { kind: "constant-rate", ratePerSecond: 500, count: 10 } as const;
    const { counts, warnings } = await row({
      load,
      network: { delayMs: 150 },
      warmupCount: 0,
      timeoutMs: 40,
    });
    expect(counts).toMatchObject({ sent: 10, failed: 10, lost: 0 });
    expect(warnings.map(({ code }) => code)).not.toContain("NOT_WHOLE");
  });

  it("are waited for at the end", async () => {
    const load = { kind: "constant-rate", ratePerSecond: 500, count: 10 } as const;
    const { counts } = await row({
      load,
      adapters: [chaos({ replyAfterMs: 150 })],
      warmupCount: 0,
      timeoutMs: 100,
    });
    expect(counts).toMatchObject({ sent: 10, failed: 10, lost: 0, undelivered: 0 });
  });
});

describe("a load without payloads", () => {
  it("is no completed run", async () => {
    const load = { kind: "poisson", ratePerSecond: 0.001, durationMs: 5 } as const;
    const result = await runBenchmark({ adapters: [chaos()], payload, load });
    expect(result.status).toBe("failed");
    expect(result.timings[0]?.warnings.map(({ code }) => code)).toEqual(["NOTHING_SENT"]);
    expect(formatText(result)).toContain("This run sent nothing in some row, so it ranks nothing");
  });
});

describe("long runs", () => {
  it("list the first transmissions, and know of all by histograms that other tools read", async () => {
    const timing = await row({
      load: { kind: "closed-loop", concurrency: 4, count: 500 },
      maxTransmissions: 20,
    });
    expect(timing.transmissions.map(({ index }) => index)).toEqual([...Array(20).keys()]);
    expect(timing).toMatchObject({ summaryOf: "histograms", busyMs: null });
    expect(timing.warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "TRANSMISSIONS_CAPPED: 20 of 500 transmissions are listed; the summary is of all, from histograms",
    ]);
    expect(timing.summary.transmissionMs?.samples).toBe(500);
    const { encoded = "", shiftNs } = timing.histograms.serviceMs ?? {};
    const decoded = decodeFromCompressedBase64(encoded);
    expect([decoded.totalCount, shiftNs]).toEqual([500, 0]);
    const p50Ms = decoded.getValueAtPercentile(50) / 1e6;
    expect(Math.abs(p50Ms / (timing.summary.serviceMs?.p50 ?? 0) - 1)).toBeLessThan(0.001);
    expect(timing.totalTransferMs).toBeGreaterThan(0);
    expect(timing.sumOfTransmissionMs).toBeGreaterThan(0);
  });

  it("list nothing if told so", async () => {
    const timing = await row({ count: 5, maxTransmissions: 0 });
    expect(timing.transmissions).toEqual([]);
    expect(timing.counts).toMatchObject({ sent: 5, acknowledged: 5 });
  });
});

describe("resources", () => {
  it("are told of both ends", async () => {
    const timing = await row({ load: { kind: "closed-loop", count: 300 } });
    for (const end of [timing.sender, timing.receiver]) {
      expect(end?.resources?.cpuMsPerPayload).toBeGreaterThan(0);
      expect(end?.resources?.rssBytes).toBeGreaterThan(1e6);
      expect(end?.resources?.workShare).toBeGreaterThan(0);
      expect(end?.resources?.workShare).toBeLessThanOrEqual(1);
    }
  });

  it("do not take the wait of a pacer for work", async () => {
    const timing = await row({ load: { kind: "constant-rate", ratePerSecond: 600, durationMs: 500 } });
    const { loopBusyShare = 0, workShare = 1 } = timing.sender.resources ?? {};
    expect(loopBusyShare).toBeGreaterThan(workShare);
  });
});

describe("bytes on the wire", () => {
  it("are counted in a pass of their own, exactly, apart from the first payload", async () => {
    const { wire } = await row({ count: 2, wireBytes: true });
    // Four bytes of length before each frame; eight of header in it. A receipt has 25 bytes.
    const up = 4 + 8 + 1_000;
    const down = 4 + 25;
    expect(wire?.handshake).toEqual({ upBytes: 0, upWrites: 0, downBytes: 0, downWrites: 0 });
    expect(wire?.first).toMatchObject({ upBytes: up, downBytes: down });
    expect(wire?.steady).toMatchObject({
      payloads: 20,
      payloadBytes: 20_000,
      upBytes: 20 * up,
      downBytes: 20 * down,
      overheadRatio: (up + down) / 1_000,
    });
    expect(wire?.steady.upWrites).toBeGreaterThanOrEqual(20);
  });

  it("are a warning where they cannot be had", async () => {
    const timing = await row({ adapters: [memory()], receiver: "inline", count: 2, wireBytes: true });
    expect(timing.wire).toBeNull();
    expect(timing.warnings.find(({ code }) => code === "NO_WIRE_BYTES")?.message).toContain(
      "`wireBytes` wants adapters that listen on a TCP port; memory listens at memory:",
    );
    expect(timing.counts.acknowledged).toBe(2);
  });
});

describe("network", () => {
  it("delays every payload and every acknowledgement, and says by how much", async () => {
    const result: BenchmarkResult = await runBenchmark({
      adapters: [chaos()],
      payload,
      count: 4,
      warmupCount: 1,
      network: { delayMs: 8, jitterMs: 1, seed: 5 },
    });
    expect(result.settings.network).toEqual({
      name: "custom",
      delayMs: 8,
      jitterMs: 1,
      rateMbps: null,
      seed: 5,
    });
    const [timing] = result.timings as [Timing];
    expect(timing.held?.upMs).toBeGreaterThanOrEqual(7);
    expect(timing.held?.downMs).toBeGreaterThanOrEqual(7);
    for (const { transmissionMs, serviceMs } of timing.transmissions) {
      expect(transmissionMs).toBeGreaterThanOrEqual(7);
      expect(serviceMs).toBeGreaterThanOrEqual(14);
    }
    expect(timing.counts).toMatchObject({ acknowledged: 4, damaged: 0 });
  });

  it("limits the rate", async () => {
    // 20,000 bytes at 4 Mbit/s take 40 ms.
    const timing = await row({ payload: { sizeBytes: 20_000 }, count: 2, network: { rateMbps: 4 } });
    for (const { transmissionMs } of timing.transmissions) expect(transmissionMs).toBeGreaterThanOrEqual(39);
  });

  it.skipIf(process.platform !== "linux")("names the tap when it dies (finds it in /proc)", async () => {
    const events = new EventEmitter<BenchmarkEvents>();
    let killed = 0;
    events.on("transmission", ({ transmission }) => {
      if (transmission.index === 2) killed = killTap();
    });
    const { timings, status } = await runBenchmark({
      ...{ adapters: [chaos()], payload, count: 500, delayMs: 1, network: { delayMs: 1 } },
      events,
    });
    expect(killed).toBe(1);
    expect(status).toBe("failed");
    expect(timings[0]?.errors).toEqual([
      { code: "LINK_CLOSED", message: "the network tap ended with SIGKILL" },
    ]);
  });

  it("is refused by an adapter without TCP", async () => {
    const adapters = [memory()];
    const error = await failureOf(runBenchmark({ adapters, payload, receiver: "inline", network: "lan" }));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain("`network` wants adapters that listen on a TCP port");
  });
});
