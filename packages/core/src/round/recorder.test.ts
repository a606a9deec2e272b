import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { ackDerivedClock, estimatedClock, sharedClock } from "../clock/clock-model.js";
import { summarize } from "../stats/summary.js";
import { loadTimeHistograms } from "../stats/time-histogram.js";
import { manualClock } from "../testing/manual-clock.js";
import type { SentRecord } from "./exchange.js";
import { Recorder, type RecorderOptions } from "./recorder.js";
import { totalsOf } from "./timing.js";

/** A payload's stamps in whole microseconds; the receiver's clock is `offsetNs` ahead. */
function record(sequence: number, more: Partial<SentRecord> = {}, offsetNs = 0): SentRecord {
  const dueAt = sequence * NS_PER_MS;
  return {
    sequence,
    connection: 0,
    payloadBytes: 100,
    frameBytes: 108,
    dueAt,
    sentAt: dueAt + 1_000,
    encodedAt: dueAt + 3_000,
    receivedAt: dueAt + 50_000 + (sequence % 97) * 1_000 + offsetNs,
    decodedAt: dueAt + 60_000 + (sequence % 97) * 1_000 + offsetNs,
    acknowledgedAt: dueAt + 100_000 + (sequence % 97) * 1_000,
    error: undefined,
    ...more,
  };
}

const factory = await loadTimeHistograms();

function recorder(more: Partial<RecorderOptions> = {}) {
  const clock = manualClock();
  const made = new Recorder(
    { keep: 1_000, firstSequence: 0, scheduled: true, offsetNs: 0, shiftNs: 0, clock, ...more },
    factory,
  );
  made.begin(0);
  return { clock, recorder: made };
}

const shared = {
  clock: sharedClock("test"),
  recordedOffsetNs: 0,
  scheduled: true,
  damaged: new Set<number>(),
};

describe("Recorder", () => {
  it("keeps the first rows and folds the others while it records, a few in each turn", async () => {
    const { recorder: kept, clock } = recorder({ keep: 10 });
    for (let sequence = 0; sequence < 500; sequence++) kept.append(record(sequence));
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    expect(clock.waiting).toBe(0);
    await kept.finish();
    const totals = totalsOf({ ...shared, recorder: kept });
    expect(totals.transmissions.map(({ index }) => index)).toEqual([...Array(10).keys()]);
    expect(totals).toMatchObject({
      summaryOf: "histograms",
      busyMs: null,
      payloadBytes: 50_000,
      frameBytes: 54_000,
    });
    expect(totals.summary.serviceMs?.samples).toBe(500);
    expect(kept.complete).toBe(false);
  });

  it("folds nothing before its end where all rows are kept", async () => {
    const { recorder: kept, clock } = recorder();
    for (let sequence = 0; sequence < 500; sequence++) kept.append(record(sequence));
    expect(clock.waiting).toBe(0);
    await kept.finish();
    expect(kept.complete).toBe(true);
    expect(totalsOf({ ...shared, recorder: kept }).histograms.serviceMs?.samples).toBe(500);
  });

  it("says the same of a run whether its rows are kept or folded, within the histograms' 0.1 %", async () => {
    const totals = async (keep: number) => {
      const { recorder: kept } = recorder({ keep });
      for (let sequence = 0; sequence < 2_000; sequence++) {
        const failed = sequence % 50 === 7;
        kept.append(
          record(
            sequence,
            failed
              ? {
                  ...{ receivedAt: Number.NaN, decodedAt: Number.NaN, acknowledgedAt: Number.NaN },
                  error: { code: "PAYLOAD_TIMEOUT", message: "late" },
                }
              : {},
          ),
        );
      }
      await kept.finish();
      return { ...totalsOf({ ...shared, recorder: kept }), transmissions: [], busyMs: 0, summaryOf: "" };
    };
    const exact = await totals(2_000);
    const folded = await totals(5);
    expect(folded.sumOfTransmissionMs).toBeCloseTo(exact.sumOfTransmissionMs as number, 6);
    for (const [time, summary] of Object.entries(exact.summary)) {
      const other = folded.summary[time as keyof typeof folded.summary];
      expect(other?.samples).toBe(summary?.samples);
      for (const name of ["min", "p50", "p90", "p99", "max", "mean"] as const) {
        expect(Math.abs((other?.[name] ?? 0) / (summary?.[name] ?? 1) - 1)).toBeLessThan(0.025);
      }
    }
    const { sumOfTransmissionMs: _, summary: __, ...rest } = folded;
    expect(exact).toMatchObject(rest);
    expect(exact.failures).toEqual([{ code: "PAYLOAD_TIMEOUT", count: 40, first: "late" }]);
  });

  it("lists transmissions by number, though they settled in another order, each with its error", async () => {
    const { recorder: kept } = recorder({ firstSequence: 5 });
    kept.append(record(7));
    kept.append(record(5));
    kept.append(record(6, { error: { code: "SEND_FAILED", message: "no" } }));
    await kept.finish();
    const { transmissions } = totalsOf({ ...shared, recorder: kept, damaged: new Set([2]) });
    expect(transmissions.map(({ index, status }) => [index, status])).toEqual([
      [0, "acknowledged"],
      [1, "failed"],
      [2, "damaged"],
    ]);
    expect(transmissions[1]?.error?.message).toBe("no");
    expect(transmissions[0]).toMatchObject({ slipMs: 0.001, encodeMs: 0.002, responseMs: 0.105 });
  });

  it("corrects why payloads failed", async () => {
    const { recorder: kept } = recorder();
    kept.append(record(0, { error: { code: "LINK_CLOSED", message: "closed" } }));
    kept.correct("LINK_CLOSED", { code: "RECEIVER_LOST", message: "killed" });
    await kept.finish();
    const { transmissions, failures } = totalsOf({ ...shared, recorder: kept });
    expect(transmissions[0]?.error).toEqual({ code: "RECEIVER_LOST", message: "killed" });
    expect(failures).toEqual([{ code: "RECEIVER_LOST", count: 1, first: "killed" }]);
  });
});

describe("one-way times across two clocks", () => {
  const times = [...Array(300).keys()].map((sequence) => 0.059 + (sequence % 97) / 1_000);
  const trueSummary = summarize(times);

  it("are right once the offset is known, though it was known badly while payloads were recorded", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1e15, max: 1e15 }),
        fc.integer({ min: -40_000, max: 40_000 }),
        fc.constantFrom(10, 1_000),
        async (offsetNs, wrongNs, keep) => {
          const recordedOffsetNs = offsetNs + wrongNs;
          const { recorder: kept } = recorder({ keep, offsetNs: recordedOffsetNs, shiftNs: 160_000 });
          for (let sequence = 0; sequence < 300; sequence++) kept.append(record(sequence, {}, offsetNs));
          await kept.finish();
          const estimate = {
            offsetNs,
            errorNs: 0,
            spreadNs: 0,
            driftPpm: 0,
            driftErrorPpm: 0,
            offsetAt: () => offsetNs,
          };
          const clock = estimatedClock(estimate, "test");
          const { summary, sumOfTransmissionMs, totalTransferMs, histograms } = totalsOf({
            ...shared,
            recorder: kept,
            clock,
            recordedOffsetNs,
          });
          // An offset of days leaves stamps of a microsecond to a fraction of one.
          expect(summary.transmissionMs?.mean).toBeCloseTo(trueSummary?.mean as number, 4);
          expect(summary.transmissionMs?.min).toBeCloseTo(0.059, 4);
          expect(
            Math.abs((summary.transmissionMs?.p50 as number) - (trueSummary?.p50 as number)),
          ).toBeLessThan(0.0015);
          expect(sumOfTransmissionMs).toBeCloseTo(
            times.reduce((sum, time) => sum + time, 0),
            1,
          );
          expect(totalTransferMs).toBeCloseTo(299 + 0.059 + (299 % 97) / 1_000, 3);
          expect(histograms.transmissionMs?.clamped).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([10, 1_000])(
    "come from acknowledgements where the offset is not known (%i rows kept)",
    async (keep) => {
      const { recorder: kept } = recorder({ keep });
      for (let sequence = 0; sequence < 300; sequence++) kept.append(record(sequence, {}, 5e12));
      await kept.finish();
      const clock = ackDerivedClock(40_000, null, "test");
      const { summary, sumOfTransmissionMs, totalTransferMs } = totalsOf({
        ...shared,
        recorder: kept,
        clock,
      });
      // Acknowledged 0.04 ms after they were decoded.
      expect(summary.transmissionMs?.mean).toBeCloseTo(trueSummary?.mean as number, 6);
      expect(summary.transportMs?.min).toBeCloseTo(0.047, 6);
      expect(sumOfTransmissionMs).toBeCloseTo(
        times.reduce((sum, time) => sum + time, 0),
        6,
      );
      expect(totalTransferMs).toBeCloseTo(299 + 0.059 + (299 % 97) / 1_000, 6);
    },
  );
});
