import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import type { BenchmarkHandlers } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { LoadOption } from "../options/load-option.js";
import type { RoundResult } from "../result/result.js";
import { heldLinks } from "./fixtures/held-links.js";
import { onlyRound, warningCodes } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = { adapters: [chaos()], payload: { sizeBytes: 1_000, seed: 3 }, warmupCount: 3 };
/** For receiver processes, which may start slowly on a busy machine. */
const forked = { receiver: "process", connectTimeoutMs: 60_000 } as const;

async function roundOf(options: Partial<BenchmarkOptions>): Promise<RoundResult> {
  return onlyRound(await runBenchmark({ ...base, receiver: "inline", ...options }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

describe("loads", { timeout: 120_000 }, () => {
  it.each<[LoadOption, number]>([
    [{ kind: "closed-loop", concurrency: 5, count: 40 }, 40],
    [{ kind: "constant-rate", ratePerSecond: 1_000, count: 40 }, 40],
    [{ kind: "constant-rate", ratePerSecond: 500, durationMs: 80 }, 40],
    [{ kind: "poisson", ratePerSecond: 1_000, count: 40 }, 40],
    [
      {
        kind: "stages",
        stages: [
          { ratePerSecond: 250, durationMs: 40 },
          { ratePerSecond: { from: 250, to: 1_250 }, durationMs: 40 },
        ],
      },
      40,
    ],
  ])("send all payloads, and none early: %j", async (load, count) => {
    const { counts, transmissions, times, series } = await roundOf({ load });
    expect(counts).toMatchObject({ sent: count, acknowledged: count, dropped: 0, lost: 0, damaged: 0 });
    const scheduled = load.kind !== "closed-loop";
    for (const { dueAfterMs, sentAfterMs, slipMs, serviceMs, responseMs } of transmissions) {
      expect(dueAfterMs + slipMs).toBeCloseTo(sentAfterMs, 6);
      expect(slipMs).toBeGreaterThanOrEqual(0);
      if (scheduled) expect(responseMs).toBeCloseTo((serviceMs ?? Number.NaN) + slipMs, 6);
      else expect(responseMs).toBeNull();
    }
    expect(times.responseMs === null).toBe(!scheduled);
    expect(series.of).toBe(scheduled ? "responseMs" : "serviceMs");
    expect(sum(series.intervals.map(({ sent }) => sent))).toBe(count);
    expect(sum(series.intervals.map(({ replies }) => replies))).toBe(count);
    expect(Math.max(...series.intervals.map(({ mostInFlight }) => mostInFlight))).toBe(counts.mostInFlight);
  });

  it("count each payload once, even if replies are slower than the rate", async () => {
    const load = { kind: "constant-rate", ratePerSecond: 100, count: 6 } as const;
    const { counts, times, histograms } = await roundOf({ adapters: [chaos({ replyAfterMs: 20 })], load });
    expect(counts.sent).toBe(6);
    for (const time of ["serviceMs", "responseMs"] as const) {
      expect(times[time]?.samples).toBe(6);
      // Node's timers may fire a millisecond early.
      expect(times[time]?.min).toBeGreaterThanOrEqual(19);
      expect(histograms[time]?.samples).toBe(6);
    }
  });

  it("end a closed loop after its duration", async () => {
    const { status, counts, transmissions } = await roundOf({
      load: { kind: "closed-loop", durationMs: 60, concurrency: 2 },
    });
    expect(status).toBe("completed");
    expect(counts.sent).toBeGreaterThanOrEqual(2);
    expect(counts).toMatchObject({ acknowledged: counts.sent, mostInFlight: 2 });
    for (const { dueAfterMs } of transmissions) expect(dueAfterMs).toBeLessThan(60);
  });

  it.each<LoadOption>([
    { kind: "constant-rate", ratePerSecond: 1_000, count: 30 },
    { kind: "closed-loop", count: 30 },
  ])("use several connections, each with its own warm-up: %j", async (load) => {
    const { transmissions, warmedUp, counts } = await roundOf({ load, connections: 3 });
    const carried = [0, 1, 2].map((one) => transmissions.filter(({ connection }) => connection === one));
    for (const part of carried) expect(part.length).toBeGreaterThan(0);
    expect(sum(carried.map(({ length }) => length))).toBe(30);
    expect(warmedUp).toBe(9);
    expect(counts).toMatchObject({ acknowledged: 30, lost: 0, duplicated: 0, reordered: 0 });
  });

  it("drop payloads while too many are in flight, and then do not complete the run", async () => {
    const links = heldLinks();
    const events: BenchmarkHandlers = {
      phase({ phase }) {
        if (phase === "measure") links.hold();
        if (phase === "drain") links.release();
      },
    };
    const result = await runBenchmark({
      ...base,
      adapters: [links.adapter],
      receiver: "inline",
      events,
      maxInFlight: 4,
      load: { kind: "constant-rate", ratePerSecond: 1_000, count: 40 },
    });
    expect(result.status).toBe("failed");
    const round = onlyRound(result);
    expect(round.counts).toMatchObject({ sent: 4, acknowledged: 4, dropped: 36, mostInFlight: 4, lost: 0 });
    expect(sum(round.series.intervals.map(({ dropped }) => dropped))).toBe(36);
    expect(warningCodes(round)).toContain("DROPPED");
  });

  it("with a schedule show a stall in the response time of all payloads due during it", async () => {
    const { transmissions } = await roundOf({
      ...forked,
      adapters: [chaos({ stallAt: 3 + 10, stallMs: 300 })],
      load: { kind: "constant-rate", ratePerSecond: 200, count: 60 },
    });
    // Payloads due in the first 200 ms of the stall wait for at least 100 ms.
    const slow = transmissions.filter(({ responseMs }) => (responseMs ?? 0) >= 100);
    expect(slow.length).toBeGreaterThanOrEqual(40);
  });

  it("wait in the drain for payloads in flight", async () => {
    const links = heldLinks();
    const seen: string[] = [];
    const events: BenchmarkHandlers = {
      phase({ phase }) {
        seen.push(phase);
        if (phase === "measure") links.hold();
        if (phase === "drain") links.release();
      },
      transmission: ({ transmission }) => seen.push(`#${transmission.index}`),
    };
    const load = { kind: "constant-rate", ratePerSecond: 1_000, count: 3 } as const;
    const { counts } = await roundOf({ adapters: [links.adapter], load, events });
    expect(seen).toEqual(["connect", "warm-up", "measure", "drain", "#0", "#1", "#2"]);
    expect(counts.acknowledged).toBe(3);
  });
});

describe("payloads that time out", () => {
  const load = { kind: "constant-rate", ratePerSecond: 1_000, count: 10 } as const;

  it("end the drain, and count as undelivered, not as lost, as they may still arrive", async () => {
    const links = heldLinks();
    const events: BenchmarkHandlers = { phase: ({ phase }) => phase === "measure" && links.hold() };
    const round = await roundOf({
      adapters: [links.adapter],
      load,
      timeoutMs: 100,
      giveUpAfter: null,
      events,
    });
    expect(round.failures).toMatchObject([{ code: "PAYLOAD_TIMEOUT", count: 10 }]);
    expect(round.counts).toMatchObject({ sent: 10, failed: 10, lost: 0, undelivered: 10 });
    expect(warningCodes(round)).toEqual(["NOT_WHOLE", "FAILED_PAYLOADS"]);
  });

  it("still count as in flight, as they may be in the queue of the adapter", async () => {
    const links = heldLinks();
    const events: BenchmarkHandlers = { phase: ({ phase }) => phase === "measure" && links.hold() };
    const { counts } = await roundOf({
      adapters: [links.adapter],
      events,
      maxInFlight: 5,
      timeoutMs: 50,
      load: { kind: "constant-rate", ratePerSecond: 500, count: 100 },
    });
    expect(counts).toMatchObject({ sent: 5, failed: 5, dropped: 95 });
  });

  it("are awaited at the end, so that late ones do not count as lost", async () => {
    const links = heldLinks();
    const events: BenchmarkHandlers = {
      phase: ({ phase }) => phase === "measure" && links.hold(),
      transmission: ({ transmission }) => transmission.index === 9 && links.release(),
    };
    const round = await roundOf({ adapters: [links.adapter], load, timeoutMs: 100, events });
    expect(round.counts).toMatchObject({ sent: 10, failed: 10, lost: 0, undelivered: 0 });
    expect(warningCodes(round)).toContain("LATE_REPLIES");
  });
});

describe("a load without payloads", () => {
  it("is not a completed run", async () => {
    const load = { kind: "poisson", ratePerSecond: 0.001, durationMs: 5 } as const;
    const result = await runBenchmark({ ...base, receiver: "inline", load });
    expect(result.status).toBe("failed");
    expect(warningCodes(onlyRound(result))).toEqual(["NOTHING_SENT"]);
  });
});

describe("long runs", () => {
  it("list the first transmissions, and cover all in histograms that other tools read", async () => {
    const load = { kind: "closed-loop", concurrency: 4, count: 500 } as const;
    const round = await roundOf({ load, maxTransmissions: 20 });
    expect(round.transmissions.map(({ index }) => index)).toEqual([...Array(20).keys()]);
    expect(round).toMatchObject({ timesFrom: "histograms", totals: { busyMs: null } });
    expect(warningCodes(round)).toEqual(["TRANSMISSIONS_CAPPED"]);
    expect(round.times.transmissionMs?.samples).toBe(500);
    const { encoded = "", shiftNs } = round.histograms.serviceMs ?? {};
    const decoded = decodeFromCompressedBase64(encoded);
    expect([decoded.totalCount, shiftNs]).toEqual([500, 0]);
    const p50Ms = decoded.getValueAtPercentile(50) / 1e6;
    expect(Math.abs(p50Ms / (round.times.serviceMs?.p50 ?? 0) - 1)).toBeLessThan(0.001);
    expect(round.totals.transferMs).toBeGreaterThan(0);
    expect(round.totals.sumOfTransmissionMs).toBeGreaterThan(0);
  });

  it("can list no transmissions", async () => {
    const { transmissions, counts } = await roundOf({ count: 5, maxTransmissions: 0 });
    expect(transmissions).toEqual([]);
    expect(counts).toMatchObject({ sent: 5, acknowledged: 5 });
  });
});

describe("resources", { timeout: 120_000 }, () => {
  it("are measured at both ends, and waiting for due times is not work", async () => {
    const load = { kind: "constant-rate", ratePerSecond: 600, count: 150 } as const;
    const { ends } = await roundOf({ ...forked, load });
    const [sender] = ends.senders;
    const [receiver] = ends.receivers;
    for (const end of [sender, receiver]) {
      expect(end?.resources?.cpuMsPerPayload).toBeGreaterThan(0);
      expect(end?.resources?.rssBytes).toBeGreaterThan(1e6);
      expect(end?.resources?.voluntarySwitchesPerPayload).toBeGreaterThan(0);
      expect(end?.resources?.minorFaultsPerPayload).toBeGreaterThanOrEqual(0);
      expect(end?.resources?.workShare).toBeGreaterThan(0);
      expect(end?.resources?.workShare).toBeLessThanOrEqual(1);
      const { durationMs = 0, series } = end?.resources ?? {};
      expect(series?.intervals).toHaveLength(Math.ceil(durationMs / 1_000));
      for (const { cpuShare, workShare } of series?.intervals ?? []) {
        expect(cpuShare).toBeGreaterThanOrEqual(0);
        expect(workShare).toBeLessThanOrEqual(1);
      }
    }
    const { loopBusyShare = 0, workShare = 1 } = sender?.resources ?? {};
    expect(loopBusyShare).toBeGreaterThan(workShare);
    expect(sender?.resources?.series.intervals[0]?.workShare).toBeLessThan(loopBusyShare);
  });
});
