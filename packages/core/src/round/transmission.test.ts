import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { ackDerivedClock, sharedClock } from "../clock/clock-model.js";
import { sampleOf } from "./fixtures/samples.js";
import { blankSample } from "./sample.js";
import { transmissionOf } from "./transmission.js";

const clock = sharedClock("test");
const reading = { clock, beganAt: 2 * NS_PER_MS, scheduled: true };

describe("transmissionOf", () => {
  it("has the spans between stamps in milliseconds, and their start in the phase", () => {
    expect(transmissionOf(sampleOf(5, { connection: 2 }), 3, undefined, reading)).toEqual({
      index: 3,
      status: "acknowledged",
      connection: 2,
      payloadBytes: 100,
      frameBytes: 108,
      dueAfterMs: 3,
      sentAfterMs: 3.001,
      slipMs: 0.001,
      encodeMs: 0.002,
      transportMs: 0.052,
      decodeMs: 0.01,
      transmissionMs: 0.064,
      serviceMs: 0.104,
      responseMs: 0.105,
    });
  });

  it("has null for every span without both stamps", () => {
    const stamps = { ...blankSample(), payloadBytes: 100, dueAt: 2 * NS_PER_MS, sentAt: 3 * NS_PER_MS };
    const error = { code: "ENCODE_FAILED", message: "no" } as const;
    expect(transmissionOf(stamps, 0, error, reading)).toEqual({
      index: 0,
      status: "failed",
      connection: 0,
      payloadBytes: 100,
      frameBytes: null,
      dueAfterMs: 0,
      sentAfterMs: 1,
      slipMs: 1,
      encodeMs: null,
      transportMs: null,
      decodeMs: null,
      transmissionMs: null,
      serviceMs: null,
      responseMs: null,
      error,
    });
  });

  it("has parts that add up: encode, transport and decode, on any clock", () => {
    for (const model of [clock, ackDerivedClock(30_000, null, "test")]) {
      const one = transmissionOf(sampleOf(5, {}, 7e12), 0, undefined, { ...reading, clock: model });
      const sum = (one.encodeMs ?? 0) + (one.transportMs ?? 0) + (one.decodeMs ?? 0);
      expect(sum).toBeCloseTo(one.transmissionMs ?? 0, 3);
    }
  });
});
