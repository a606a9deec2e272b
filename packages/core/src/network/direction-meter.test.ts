import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { DirectionMeter } from "./tap-reading.js";

describe("DirectionMeter", () => {
  it("sums bytes, and has no hold time before the first chunk", () => {
    const meter = new DirectionMeter();
    expect(meter.read()).toEqual({ bytes: 0, writes: 0, heldMs: null });
    meter.count(10);
    meter.count(5);
    expect(meter.read()).toEqual({ bytes: 15, writes: 2, heldMs: null });
  });

  it("gives the median of the last 1,024 times", () => {
    const meter = new DirectionMeter();
    for (const ms of [1, 9, 2]) meter.passedAfter(ms * NS_PER_MS);
    expect(meter.read().heldMs).toBe(2);
    for (let index = 0; index < 1_024; index++) meter.passedAfter(7 * NS_PER_MS);
    expect(meter.read().heldMs).toBe(7);
  });
});
