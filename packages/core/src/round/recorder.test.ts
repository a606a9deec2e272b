import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { begunRecorder, sampleOf, timedOutSample } from "./fixtures/samples.js";

describe("Recorder", () => {
  it("keeps the first samples, and folds a few of the others in each turn", async () => {
    const { recorder, clock } = begunRecorder({ keep: 10 });
    for (let sequence = 0; sequence < 500; sequence++) recorder.append(sampleOf(sequence));
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    expect(clock.waiting).toBe(0);
    await recorder.finish();
    expect([...recorder.samples()].map(({ index }) => index)).toEqual([...Array(10).keys()]);
    expect([recorder.complete, recorder.settled]).toEqual([false, 500]);
    expect([recorder.payloadBytes, recorder.frameBytes]).toEqual([50_000, 54_000]);
    expect(recorder.histograms().serviceMs.samples).toBe(500);
  });

  it("folds nothing before the end if all samples are kept", async () => {
    const { recorder, clock } = begunRecorder();
    for (let sequence = 0; sequence < 500; sequence++) recorder.append(sampleOf(sequence));
    expect(clock.waiting).toBe(0);
    await recorder.finish();
    expect(recorder.complete).toBe(true);
    expect(recorder.histograms().serviceMs.samples).toBe(500);
  });

  it("folds at once if too many samples wait, although its clock is stopped", async () => {
    const { recorder } = begunRecorder({ keep: 0 });
    for (let sequence = 0; sequence < 300_000; sequence++) recorder.append(sampleOf(sequence));
    expect(recorder.transmissionNs).toBeGreaterThan(0);
    await recorder.finish();
    expect(recorder.histograms().serviceMs.samples).toBe(300_000);
  });

  it("folds the samples of a slice after it, and then gives the slice all that were acknowledged", async () => {
    const { recorder, clock } = begunRecorder({ keep: 100 });
    const slice = new Set<number>();
    recorder.beginPiece({ append: ({ dueAt }) => slice.add(dueAt / NS_PER_MS) });
    for (let sequence = 0; sequence < 500; sequence++) {
      recorder.append(sequence % 50 === 1 ? timedOutSample(sequence) : sampleOf(sequence));
    }
    await clock.advance(1);
    expect([clock.waiting, recorder.transmissionNs]).toEqual([0, 0]);
    recorder.foldWaiting();
    expect(recorder.transmissionNs).toBeGreaterThan(0);
    const acknowledged = Array.from({ length: 500 }, (_, number) => number).filter((n) => n % 50 !== 1);
    expect(slice).toEqual(new Set(acknowledged));
    await recorder.finish();
    expect(recorder.histograms().serviceMs.samples).toBe(490);
  });

  it("folds the samples of a long slice in turns", async () => {
    const { recorder, clock } = begunRecorder({ keep: 0 });
    let inSlice = 0;
    recorder.beginPiece({ append: () => inSlice++ });
    for (let sequence = 0; sequence < 200_000; sequence++) recorder.append(sampleOf(sequence));
    expect([clock.waiting, inSlice]).toEqual([1, 0]);
    for (let turns = 0; clock.waiting > 0 && turns < 200_000; turns++) await clock.advance(1);
    expect(inSlice).toBe(200_000);
    await recorder.finish();
    expect(recorder.histograms().serviceMs.samples).toBe(200_000);
  });

  it("returns samples in send order, whatever order they settled in", () => {
    const { recorder } = begunRecorder({ firstSequence: 5 });
    recorder.append(sampleOf(7));
    recorder.append(sampleOf(5));
    recorder.append(sampleOf(6, { error: { code: "SEND_FAILED", message: "no" } }));
    const given = [...recorder.samples()].map(({ index, error }) => [index, error?.code]);
    expect(given).toEqual([
      [0, undefined],
      [1, "SEND_FAILED"],
      [2, undefined],
    ]);
  });

  it("counts failures by code, each with its first message", () => {
    const { recorder } = begunRecorder();
    recorder.append(sampleOf(0, { error: { code: "SEND_FAILED", message: "first" } }));
    recorder.append(sampleOf(1, { error: { code: "SEND_FAILED", message: "second" } }));
    recorder.append(timedOutSample(2));
    recorder.append(sampleOf(3));
    expect(recorder.failures).toEqual([
      { code: "SEND_FAILED", count: 2, first: "first" },
      { code: "PAYLOAD_TIMEOUT", count: 1, first: "late" },
    ]);
    expect([recorder.settled, recorder.failed]).toEqual([4, 3]);
  });

  it("records which payloads reached the link, and the last of them", () => {
    const { recorder } = begunRecorder();
    expect(recorder.lastHandedOver).toBe(-1);
    recorder.append(timedOutSample(2));
    recorder.append(sampleOf(1));
    const frameBytes = Number.NaN;
    recorder.append(sampleOf(3, { frameBytes, error: { code: "ENCODE_FAILED", message: "no" } }));
    recorder.append(sampleOf(4, { error: { code: "FRAME_TOO_LARGE", message: "no" } }));
    // The round had already ended.
    recorder.append(sampleOf(5, { frameBytes, error: { code: "LINK_CLOSED", message: "no" } }));
    expect([recorder.notHandedOver, recorder.lastHandedOver]).toEqual([3, 2]);
  });

  it("counts dropped payloads, in the series too", async () => {
    const { recorder } = begunRecorder();
    recorder.drop(1);
    recorder.drop(2);
    await recorder.finish();
    expect(recorder.dropped).toBe(2);
    expect(recorder.series().intervals.map(({ dropped }) => dropped)).toEqual([2]);
  });

  it("has a series of response times only for scheduled loads", () => {
    expect(begunRecorder().recorder.series().of).toBe("responseMs");
    expect(begunRecorder({ scheduled: false }).recorder.series().of).toBe("serviceMs");
  });

  it("has histograms at the end only", async () => {
    const { recorder } = begunRecorder({ keep: 1 });
    for (const sequence of [0, 1, 2]) recorder.append(sampleOf(sequence));
    recorder.foldWaiting();
    expect(() => recorder.histograms()).toThrow();
    await recorder.finish();
    expect(recorder.histograms().serviceMs.samples).toBe(3);
  });
});
