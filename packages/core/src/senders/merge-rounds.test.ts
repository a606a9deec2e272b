import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildRound } from "../fixtures/build-result.js";
import type { RoundResult } from "../result/result.js";
import type { UnplacedRound } from "../round/round-result.js";
import { IntervalTimes } from "../stats/interval-times.js";
import { summarize } from "../stats/summary.js";
import { loadTimeHistograms, type TimeHistogramFactory } from "../stats/time-histogram.js";
import { mergeRounds } from "./merge-rounds.js";
import type { SenderOutcome } from "./sender-outcome.js";

const MS = 1e6;
const load = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: null, durationMs: 1_000 } as const;
const TIMES = ["encodeMs", "transportMs", "decodeMs", "transmissionMs", "serviceMs", "slipMs"] as const;

/** One sender that sent its payloads one after another, as its process reports it. */
function senderOf(
  make: TimeHistogramFactory,
  index: number,
  timesMs: readonly number[],
  {
    beganMs = 0,
    lateMs = 0,
    failed = 0,
    listed = timesMs.length,
    ...more
  }: {
    beganMs?: number;
    lateMs?: number;
    failed?: number;
    listed?: number;
  } & Partial<UnplacedRound> = {},
): SenderOutcome {
  const { block: _, place: __, ...built } = buildRound(timesMs);
  const sent = timesMs.length + failed;
  const encoded = (time: (typeof TIMES)[number]) => {
    const histogram = make();
    for (const one of built.transmissions) histogram.record((one[time] as number) * MS);
    return timesMs.length === 0 ? null : histogram.encode();
  };
  const histograms = {
    ...built.histograms,
    ...Object.fromEntries(TIMES.map((time) => [time, encoded(time)])),
  };
  const intervalTimes = new IntervalTimes();
  for (const ms of timesMs) intervalTimes.record(ms * MS);
  const result = {
    ...built,
    slices: [],
    histograms,
    transmissions: built.transmissions.slice(0, listed),
    timesFrom: listed === sent ? "transmissions" : "histograms",
    counts: { ...built.counts, sent, acknowledged: timesMs.length, failed },
    ...more,
  } as const;
  const counted = {
    dropped: 0,
    replies: timesMs.length,
    mostInFlight: 1,
    maxNs: Math.max(0, ...timesMs) * MS,
  };
  return {
    label: `sender ${index + 1}`,
    receiver: 0,
    load,
    firstConnection: index,
    connections: 1,
    measured: {
      result,
      plannedAt: (beganMs - lateMs) * MS,
      offsetNs: 0,
      offsetErrorNs: 0,
      part: {
        beganAt: beganMs * MS,
        firstSentAfterMs: sent === 0 ? null : 0,
        window: { ms: 1_000, acknowledged: timesMs.length },
        series: {
          of: "serviceMs",
          intervalMs: 1_000,
          intervals: [{ sent, failed, ...counted, times: intervalTimes.sparse() }],
        },
      },
    },
    lost: null,
  };
}

const ms = fc.integer({ min: 1, max: 5_000_000 }).map((us) => us / 1_000);
const senders = fc.array(fc.array(ms, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 5 });

describe("mergeRounds", () => {
  it("gives the numbers of all payloads together, exactly if all are listed", async () => {
    const make = await loadTimeHistograms();
    await fc.assert(
      fc.asyncProperty(senders, fc.nat(300), async (parts, beganMs) => {
        const outcomes = parts.map((times, index) =>
          senderOf(make, index, times, { beganMs: index * beganMs }),
        );
        const merged = await mergeRounds(outcomes, 50);
        const all = parts.flat();
        expect(merged.times.transmissionMs).toEqual(summarize(all));
        expect(merged.timesFrom).toBe("transmissions");
        expect(merged.transmissions).toHaveLength(Math.min(50, all.length));
        expect(merged.counts).toMatchObject({ sent: all.length, acknowledged: all.length, lost: 0 });
        expect(merged.histograms.transmissionMs?.samples).toBe(all.length);
        const sent = merged.transmissions.map(({ sentAfterMs }) => sentAfterMs);
        expect(sent).toEqual([...sent].sort((a, b) => a - b));
        expect(merged.senders?.each.map(({ counts }) => counts.sent)).toEqual(
          parts.map(({ length }) => length),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("has the percentiles of one histogram of all payloads, if not all are listed", async () => {
    const make = await loadTimeHistograms();
    await fc.assert(
      fc.asyncProperty(senders, async (parts) => {
        const outcomes = parts.map((times, index) => senderOf(make, index, times, { listed: 0 }));
        const merged = await mergeRounds(outcomes, 50);
        const whole = make();
        for (const time of parts.flat()) whole.record(time * MS);
        expect(merged.timesFrom).toBe("histograms");
        expect(merged.times.transmissionMs).toEqual(whole.summary());
        expect(merged.histograms.transmissionMs).toEqual(whole.encode());
      }),
      { numRuns: 30 },
    );
  });

  it("divides what processes used by the payloads of all, and has a receiver that they share once", async () => {
    const make = await loadTimeHistograms();
    const end = buildRound([1]).ends.senders[0];
    const used = (cpuMs: number, durationMs: number) => ({
      ...(end as NonNullable<typeof end>),
      resources: { ...RESOURCES, cpuUserMs: cpuMs, durationMs },
    });
    const ends = (sender: number, receiver: number, durationMs: number) => ({
      ends: { senders: [used(sender, 100)], receivers: [used(receiver, durationMs)] },
    });
    const merged = await mergeRounds(
      [
        senderOf(make, 0, [1, 2], ends(30, 60, 90)),
        senderOf(make, 1, [3, 4], ends(50, 64, 100)),
        { ...senderOf(make, 2, [5], ends(10, 20, 100)), receiver: 1 },
      ],
      10,
    );
    const perPayload = ({ resources }: RoundResult["ends"]["senders"][number]) => resources?.cpuMsPerPayload;
    expect(merged.ends.senders.map(perPayload)).toEqual([6, 10, 2]);
    expect(merged.ends.receivers.map(perPayload)).toEqual([64 / 5, 4]);
  });

  it("measures the rate from the first begin to the last end, so that a late sender cannot raise it", async () => {
    const make = await loadTimeHistograms();
    const times = Array.from({ length: 100 }, () => 1);
    const together = await mergeRounds(
      [0, 1].map((index) => senderOf(make, index, times)),
      10,
    );
    expect(together.totals.acknowledgedPerSecond).toBe(200);
    expect(together.senders?.startSkewMs).toBe(0);
    expect(together.warnings.map(({ code }) => code)).not.toContain("SENDERS_APART");
    const late = senderOf(make, 1, times, { beganMs: 1_000, lateMs: 1_000 });
    const apart = await mergeRounds([senderOf(make, 0, times), late], 10);
    expect(apart.totals.acknowledgedPerSecond).toBe(100);
    expect(apart.senders).toMatchObject({
      startSkewMs: 1_000,
      each: [{ startedAfterMs: 0 }, { startedAfterMs: 1_000 }],
    });
    expect(apart.warnings.map(({ code }) => code)).toContain("SENDERS_APART");
  });

  it("does not call senders late that begin in turns by plan", async () => {
    const make = await loadTimeHistograms();
    const turns = [0, 1].map((index) => senderOf(make, index, [1, 1], { beganMs: index * 500 }));
    const { senders, warnings } = await mergeRounds(turns, 10);
    expect(senders?.startSkewMs).toBe(0);
    expect(warnings.map(({ code }) => code)).not.toContain("SENDERS_APART");
  });

  it("keeps what the others measured if a sender is lost, and fails", async () => {
    const make = await loadTimeHistograms();
    const lost = { code: "SENDER_LOST", message: "ended with SIGKILL" } as const;
    const merged = await mergeRounds(
      [senderOf(make, 0, [1, 2]), { ...senderOf(make, 1, [3]), measured: null, lost }],
      10,
    );
    expect(merged.status).toBe("failed");
    expect(merged.errors).toEqual([{ code: "SENDER_LOST", message: expect.stringContaining("sender 2") }]);
    expect(merged.counts).toMatchObject({ sent: 2, acknowledged: 2, lost: null, damaged: null });
    expect(merged.senders?.each).toMatchObject([
      { status: "completed", error: null, end: 0 },
      { status: "failed", error: lost, end: null, startedAfterMs: null, counts: { sent: 0 } },
    ]);
  });

  it("gives each sender the index of its receiver, also if all senders of another one were lost", async () => {
    const make = await loadTimeHistograms();
    const lost = { code: "SENDER_LOST", message: "ended with SIGKILL" } as const;
    const outcomes = [0, 1, 2, 3].map((index) => {
      const receiver = index % 3;
      const sender = { ...senderOf(make, index, [1]), receiver };
      return receiver === 1 ? { ...sender, measured: null, lost } : sender;
    });
    const { senders, ends } = await mergeRounds(outcomes, 10);
    expect(senders?.each.map(({ receiver }) => receiver)).toEqual([0, null, 1, 0]);
    expect(ends.receivers).toHaveLength(2);
  });

  it("has finite numbers if the round of a sender ended before its load began, and names the cause first", async () => {
    const make = await loadTimeHistograms();
    const errors = [{ code: "LINK_CLOSED", message: "the link closed" }] as const;
    const { measured, ...ended } = senderOf(make, 1, [], { status: "failed", errors });
    if (measured === null) throw new Error("it has measured");
    const series = { ...measured.part.series, intervals: [] };
    const part = { beganAt: null, firstSentAfterMs: null, window: null, series };
    const aborted = [{ code: "ABORTED", message: "the round of sender 2 ended early" }] as const;
    const merged = await mergeRounds(
      [
        senderOf(make, 0, [1, 2], { beganMs: 30, lateMs: 10, status: "aborted", errors: aborted }),
        { ...ended, measured: { ...measured, part, offsetErrorNs: 1e12 } },
      ],
      10,
    );
    expect(merged.status).toBe("failed");
    expect(merged.errors.map(({ code }) => code)).toEqual(["LINK_CLOSED", "ABORTED"]);
    expect(merged.transmissions.map(({ sentAfterMs }) => sentAfterMs).every(Number.isFinite)).toBe(true);
    expect(merged.series.intervals).toHaveLength(1);
    expect(merged.senders).toMatchObject({
      startSkewMs: null,
      skewErrorMs: 0,
      each: [{ startedAfterMs: 0 }, { startedAfterMs: null }],
    });
  });

  it("adds failures by code, and says a warning of several senders once", async () => {
    const make = await loadTimeHistograms();
    const failures = [{ code: "PAYLOAD_TIMEOUT", count: 2, first: "late" }] as const;
    const warnings = [{ code: "FAILED_PAYLOADS", message: "2 failed" }] as const;
    const parts = [0, 1, 2].map((index) => senderOf(make, index, [1], { failed: 2, failures, warnings }));
    const merged = await mergeRounds(parts, 10);
    expect(merged.failures).toEqual([{ code: "PAYLOAD_TIMEOUT", count: 6, first: "late" }]);
    const codes = merged.warnings.map(({ code }) => code);
    expect(codes.filter((code) => code === "FAILED_PAYLOADS")).toHaveLength(1);
    expect(merged.senders?.each).toMatchObject([0, 1, 2].map((end) => ({ end, warnings })));
  });

  it("has the least certain clock", async () => {
    const make = await loadTimeHistograms();
    const estimated = (errorMs: number) => ({
      clock: {
        kind: "estimated",
        because: "other host",
        offsetMs: 5,
        errorMs,
        maxDriftPpm: 100,
        driftPpm: null,
        driftErrorPpm: null,
        comparedDuring: 1,
      } as const,
    });
    const clocks = [{}, estimated(0.2), estimated(0.1)];
    const merged = await mergeRounds(
      clocks.map((more, index) => senderOf(make, index, [1], more)),
      10,
    );
    expect(merged.clock).toMatchObject({ errorMs: 0.2 });
  });
});

const RESOURCES = {
  durationMs: 1_000,
  cpuUserMs: 0,
  cpuSystemMs: 0,
  rssBytes: 1,
  rssPeakBytes: 1,
  heapUsedBytes: 1,
  loopBusyShare: 0,
  loopDelayMs: null,
  gcCount: 0,
  gcTotalMs: 0,
  gcMaxMs: 0,
  series: { intervalMs: 1_000, intervals: [] },
  minorFaults: null,
  majorFaults: null,
  voluntarySwitches: null,
  involuntarySwitches: null,
  cpuMsPerPayload: 0,
  minorFaultsPerPayload: null,
  majorFaultsPerPayload: null,
  voluntarySwitchesPerPayload: null,
  involuntarySwitchesPerPayload: null,
  workShare: 0,
};
