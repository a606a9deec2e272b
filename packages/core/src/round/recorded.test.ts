import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { ackDerivedClock, estimatedClock, type OffsetEstimate } from "../clock/clock-model.js";
import { summarize } from "../stats/summary.js";
import { begunRecorder, phaseOf, sampleOf, timedOutSample } from "./fixtures/samples.js";
import { medianRoundTransportNs, mediansOf, recordedOf } from "./recorded.js";

describe("recordedOf", () => {
  it("has the same numbers for kept and folded samples, within 0.1 %", async () => {
    const recorded = async (keep: number) => {
      const { recorder } = begunRecorder({ keep });
      for (let sequence = 0; sequence < 2_000; sequence++) {
        recorder.append(sequence % 50 === 7 ? timedOutSample(sequence) : sampleOf(sequence));
      }
      await recorder.finish();
      return recordedOf(phaseOf(recorder));
    };
    const exact = await recorded(2_000);
    const folded = await recorded(5);
    expect([exact.timesFrom, folded.timesFrom]).toEqual(["transmissions", "histograms"]);
    expect([exact.transmissions.length, folded.transmissions.length]).toEqual([2_000, 5]);
    for (const time of ["encodeMs", "transportMs", "transmissionMs", "serviceMs", "responseMs"] as const) {
      const [one, other] = [exact.times[time], folded.times[time]];
      expect(other?.samples).toBe(1_960);
      expect(one?.samples).toBe(1_960);
      for (const name of ["min", "p50", "p90", "p99", "max", "mean"] as const) {
        expect(Math.abs((other?.[name] ?? 0) / (one?.[name] ?? 1) - 1), `${time}.${name}`).toBeLessThan(
          0.025,
        );
      }
    }
    expect(folded.totals.sumOfTransmissionMs).toBeCloseTo(exact.totals.sumOfTransmissionMs ?? 0, 6);
    const without = { sumOfTransmissionMs: 0, busyMs: null };
    expect({ ...folded.totals, ...without }).toEqual({ ...exact.totals, ...without });
    expect([exact.totals.busyMs === null, folded.totals.busyMs]).toEqual([false, null]);
    expect(folded.histograms).toEqual(exact.histograms);
    expect(folded.series).toEqual(exact.series);
    expect(folded.failures).toEqual([{ code: "PAYLOAD_TIMEOUT", count: 40, first: "late" }]);
  });

  it("lists transmissions in order, each with its status, times and error", async () => {
    const { recorder } = begunRecorder({ firstSequence: 5 });
    recorder.append(sampleOf(7));
    recorder.append(sampleOf(5));
    recorder.append(sampleOf(6, { error: { code: "SEND_FAILED", message: "no" } }));
    await recorder.finish();
    const { transmissions } = recordedOf(phaseOf(recorder, { damaged: new Set([1, 2]) }));
    expect(transmissions.map(({ index, status }) => [index, status])).toEqual([
      [0, "acknowledged"],
      [1, "failed"],
      [2, "damaged"],
    ]);
    expect(transmissions[1]?.error).toEqual({ code: "SEND_FAILED", message: "no" });
    expect(transmissions[0]).toMatchObject({ slipMs: 0.001, encodeMs: 0.002, responseMs: 0.105 });
  });

  it("has no response times without a schedule", async () => {
    const { recorder } = begunRecorder({ scheduled: false });
    recorder.append(sampleOf(0));
    await recorder.finish();
    const { times, histograms, transmissions } = recordedOf(phaseOf(recorder, { scheduled: false }));
    expect([times.responseMs, histograms.responseMs, transmissions[0]?.responseMs]).toEqual([
      null,
      null,
      null,
    ]);
    expect([times.slipMs?.samples, histograms.slipMs?.samples]).toEqual([1, 1]);
  });

  it("has no times without an acknowledged payload, but still counts bytes", async () => {
    const { recorder } = begunRecorder();
    recorder.append(timedOutSample(0));
    await recorder.finish();
    const { times, totals } = recordedOf(phaseOf(recorder));
    expect(Object.values(times)).toEqual(Array(7).fill(null));
    expect(totals).toEqual({
      transferMs: null,
      sumOfTransmissionMs: null,
      busyMs: null,
      wallMs: null,
      acknowledgedPerSecond: null,
      payloadBytes: 100,
      frameBytes: 108,
    });
    expect(mediansOf(phaseOf(recorder))).toBeUndefined();
    expect(medianRoundTransportNs(recorder)).toBeUndefined();
  });

  it("has a rate from the second acknowledgement on", async () => {
    const { recorder } = begunRecorder();
    recorder.append(sampleOf(0));
    await recorder.finish();
    expect(recordedOf(phaseOf(recorder)).totals.acknowledgedPerSecond).toBeNull();

    const three = begunRecorder().recorder;
    // A sample 97 places later has the same stamps except its due time.
    for (const sequence of [0, 97, 194]) three.append(sampleOf(sequence));
    await three.finish();
    expect(recordedOf(phaseOf(three)).totals.acknowledgedPerSecond).toBeCloseTo(1_000 / 97, 9);
  });
});

describe("acknowledgedPerSecond", () => {
  /** 800 payloads at 1,000 per second, acknowledged after this time. `keep` decides how they are stored. */
  async function rateOf(replyMs: (sequence: number) => number, keep = 1_000, scheduled = true) {
    const { recorder } = begunRecorder({ keep, scheduled });
    const acks = [...Array(800).keys()].map((sequence) => ({ sequence, at: sequence + replyMs(sequence) }));
    const events = [
      ...acks.map(({ sequence }) => ({ at: sequence, happens: () => recorder.sending() })),
      ...acks.map(({ sequence, at }) => ({
        at,
        happens: () => recorder.append(sampleOf(sequence, { acknowledgedAt: at * NS_PER_MS })),
      })),
    ];
    for (const { happens } of events.sort((one, other) => one.at - other.at)) happens();
    await recorder.finish();
    return recordedOf(phaseOf(recorder, { scheduled })).totals.acknowledgedPerSecond ?? Number.NaN;
  }

  it.each([1_000, 5])("is the rate that was carried (%i samples kept)", async (keep) => {
    expect(await rateOf(() => 0.1, keep)).toBeCloseTo(1_000, 6);
    // A constant delay does not lower it.
    expect(await rateOf(() => 300.1, keep)).toBeCloseTo(1_000, 6);
  });

  it.each([1_000, 5])("is not decided by one late reply (%i samples kept)", async (keep) => {
    const rate = await rateOf((sequence) => (sequence === 799 ? 480 : 0.1), keep);
    // 799 of 800 came in time. Until the last reply it would be 625 per second.
    expect(rate).toBeCloseTo((1_000 * 799) / 800, 6);
  });

  it("is what came while the load lasted, if less was carried", async () => {
    // Half of the rate: the replies take twice as long as the load.
    expect(await rateOf((sequence) => sequence + 0.1)).toBeCloseTo(500, 0);
    // A stall of the last quarter.
    expect(await rateOf((sequence) => (sequence < 600 ? 0.1 : 800))).toBeCloseTo(750, 6);
  });

  it("does not exist for a closed loop that sent everything before the first reply", async () => {
    expect(await rateOf(() => 900, 1_000, false)).toBeNaN();
    expect(await rateOf(() => 0.1, 1_000, false)).toBeCloseTo(1_000, 6);
  });
});

describe("one-way times across two clocks", () => {
  const times = [...Array(300).keys()].map((sequence) => 0.059 + (sequence % 97) / 1_000);
  const sum = times.reduce((total, time) => total + time, 0);
  const truth = summarize(times);
  const lastMs = 299 + 0.059 + (299 % 97) / 1_000;

  it("are right once the offset is known, although it was inaccurate during recording", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1e15, max: 1e15 }),
        fc.integer({ min: -40_000, max: 40_000 }),
        fc.constantFrom(10, 1_000),
        async (offsetNs, wrongNs, keep) => {
          const offsetOf = () => offsetNs + wrongNs;
          const { recorder } = begunRecorder({ keep, offsetOf, shiftNs: 160_000 });
          for (let sequence = 0; sequence < 300; sequence++) {
            recorder.append(sampleOf(sequence, {}, offsetNs));
          }
          await recorder.finish();
          const estimate: OffsetEstimate = {
            offsetNs,
            errorNs: 0,
            maxDriftPpm: 500,
            driftPpm: 0,
            driftErrorPpm: 0,
            comparedDuring: 0,
            correctionNs: wrongNs,
            toSender: (stampNs) => stampNs - offsetNs,
          };
          const phase = phaseOf(recorder, { clock: estimatedClock(estimate, "test") });
          const recorded = recordedOf(phase);
          const { transmissionMs } = recorded.times;
          // With an offset of days, stamps are accurate to a fraction of a microsecond.
          expect(transmissionMs?.mean).toBeCloseTo(truth?.mean as number, 4);
          expect(transmissionMs?.min).toBeCloseTo(0.059, 4);
          expect(Math.abs((transmissionMs?.p50 ?? 0) - (truth?.p50 ?? 0))).toBeLessThan(0.0015);
          expect(mediansOf(phase)).toEqual({
            transmissionNs: expect.closeTo((transmissionMs?.p50 ?? 0) * NS_PER_MS, 3),
            transportNs: expect.closeTo((recorded.times.transportMs?.p50 ?? 0) * NS_PER_MS, 3),
          });
          expect(recorded.totals.sumOfTransmissionMs).toBeCloseTo(sum, 1);
          expect(recorded.totals.transferMs).toBeCloseTo(lastMs, 3);
          expect(recorded.histograms.transmissionMs?.clamped).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([10, 1_000])(
    "are estimated from acknowledgements if the offset is unknown (%i samples kept)",
    async (keep) => {
      const { recorder } = begunRecorder({ keep });
      for (let sequence = 0; sequence < 300; sequence++) recorder.append(sampleOf(sequence, {}, 5e12));
      await recorder.finish();
      // Acknowledged 0.04 ms after they were decoded.
      const { times: made, totals } = recordedOf(
        phaseOf(recorder, { clock: ackDerivedClock(40_000, null, "test") }),
      );
      expect(made.transmissionMs?.mean).toBeCloseTo(truth?.mean as number, 6);
      expect(made.transportMs?.min).toBeCloseTo(0.047, 6);
      expect(totals.sumOfTransmissionMs).toBeCloseTo(sum, 6);
      expect(totals.transferMs).toBeCloseTo(lastMs, 6);
    },
  );
});
