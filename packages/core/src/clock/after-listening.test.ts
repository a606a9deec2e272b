import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { afterListening } from "./after-listening.js";
import { type Clock, NS_PER_MS } from "./clock.js";

const SECOND = 1_000;

/** A clock whose process can be stopped: then time passes, and its timers fire late. */
function stoppable() {
  const manual = manualClock();
  let stoppedNs = 0;
  const clock: Clock = { ...manual, now: () => manual.now() + stoppedNs };
  const stopFor = (ms: number) => {
    stoppedNs += ms * NS_PER_MS;
  };
  return { clock, stopFor, advance: manual.advance, waiting: () => manual.waiting };
}

describe("afterListening", () => {
  it.each([1, 50, 1_000, 20_000, 86_400_000])("waits %s ms, and calls once", async (delayMs) => {
    const { clock, advance, waiting } = stoppable();
    let calls = 0;
    afterListening(delayMs, () => calls++, clock);
    await advance(delayMs / 2);
    expect(calls).toBe(0);
    await advance(delayMs / 2);
    expect(calls).toBe(1);
    expect(waiting()).toBe(0);
  });

  it("does not count the time in which this process was stopped", async () => {
    const { clock, stopFor, advance } = stoppable();
    let calls = 0;
    afterListening(20 * SECOND, () => calls++, clock);
    for (let stop = 0; stop < 5; stop++) {
      await advance(1.5 * SECOND);
      stopFor(600 * SECOND);
    }
    expect(calls).toBe(0);
    await advance(20 * SECOND);
    expect(calls).toBe(1);
  });

  it("gives what arrived meanwhile time to be read, if the process was stopped at the end", async () => {
    const { clock, stopFor, advance } = stoppable();
    let calls = 0;
    const cancel = afterListening(20 * SECOND, () => calls++, clock);
    await advance(19.5 * SECOND);
    stopFor(60 * SECOND);
    await advance(0.6 * SECOND);
    expect(calls).toBe(0);
    cancel();
    await advance(60 * SECOND);
    expect(calls).toBe(0);
  });

  it("ends also if the process is blocked all the time", async () => {
    const { clock, stopFor, advance } = stoppable();
    let calls = 0;
    const busy: Clock = {
      ...clock,
      setTimer: (ms, run) =>
        clock.setTimer(ms, () => {
          stopFor(5 * SECOND);
          run();
        }),
    };
    afterListening(10 * SECOND, () => calls++, busy);
    await advance(10 * SECOND);
    expect(calls).toBe(1);
  });
});
