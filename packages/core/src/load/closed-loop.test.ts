import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { manualClock } from "../testing/manual-clock.js";
import { runClosedLoop } from "./closed-loop.js";

const never = new AbortController().signal;

describe("runClosedLoop", () => {
  it("pauses after each acknowledgement: n payloads have n-1 delays", async () => {
    const clock = manualClock();
    const sentAtMs: number[] = [];
    // Each takes as long as its index in units of 10 ms.
    const transmit = (index: number) =>
      new Promise<void>((resolve) => {
        sentAtMs.push(Math.round(clock.now() / NS_PER_MS));
        clock.setTimer(index * 10, resolve);
      });
    let done = false;
    void runClosedLoop({ count: 4, delayMs: 100 }, transmit, clock, never).then(() => {
      done = true;
    });
    await clock.advance(1_000);
    expect(sentAtMs).toEqual([0, 100, 210, 330]);
    expect(done).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it("sends back to back without a delay", async () => {
    const sent: number[] = [];
    await runClosedLoop(
      { count: 3, delayMs: 0 },
      async (index) => void sent.push(index),
      manualClock(),
      never,
    );
    expect(sent).toEqual([0, 1, 2]);
  });

  it("stops in the middle of a pause", async () => {
    const clock = manualClock();
    const life = new AbortController();
    const sent: number[] = [];
    const running = runClosedLoop(
      { count: 10, delayMs: 100 },
      async (index) => void sent.push(index),
      clock,
      life.signal,
    );
    await clock.advance(150);
    life.abort();
    await running;
    expect(sent).toEqual([0, 1]);
  });
});
