import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { type Clock, NS_PER_MS } from "./clock.js";
import { waitUntil } from "./wait-until.js";

const never = new AbortController().signal;

describe("waitUntil", () => {
  it("resolves when the time has come, and not before", async () => {
    const clock = manualClock();
    let resolvedAt: number | undefined;
    void waitUntil(50 * NS_PER_MS, clock, never).then(() => {
      resolvedAt = clock.now();
    });
    await clock.advance(49.99);
    expect(resolvedAt).toBeUndefined();
    await clock.advance(1);
    expect(resolvedAt).toBeGreaterThanOrEqual(50 * NS_PER_MS);
    expect(resolvedAt).toBeLessThan(50.01 * NS_PER_MS);
  });

  it("is never early, though timers fire up to 1 ms early", async () => {
    const manual = manualClock();
    const hasty: Clock = {
      now: manual.now,
      setImmediate: manual.setImmediate,
      setTimer: (delayMs, run) => manual.setTimer(Math.max(0.1, delayMs - 1), run),
    };
    let resolvedAt: number | undefined;
    void waitUntil(10 * NS_PER_MS, hasty, never).then(() => {
      resolvedAt = manual.now();
    });
    await manual.advance(11);
    expect(resolvedAt).toBeGreaterThanOrEqual(10 * NS_PER_MS);
  });

  it("resolves at once for a time that has passed", async () => {
    const clock = manualClock(5 * NS_PER_MS);
    await waitUntil(4 * NS_PER_MS, clock, never);
    expect(clock.waiting).toBe(0);
  });

  it("gives up when aborted, and leaves no timer", async () => {
    const clock = manualClock();
    const life = new AbortController();
    const waiting = waitUntil(1_000 * NS_PER_MS, clock, life.signal);
    expect(clock.waiting).toBe(1);
    life.abort();
    await waiting;
    expect(clock.waiting).toBe(0);
  });
});
