import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { timeouts, until } from "./waiting.js";

const usual = { ...timeouts };
afterEach(() => {
  Object.assign(timeouts, usual);
});

describe("until", () => {
  it("waits longer than its limit while there is progress", async () => {
    timeouts.stepMs = 100;
    let steps = 0;
    const walking = (async () => {
      for (; steps < 20; steps++) await sleep(20);
    })();
    await until(
      () => steps === 20,
      () => `${steps} steps`,
      () => steps,
    );
    await walking;
    expect(steps).toBe(20);
  });

  it("rejects without progress, and says what was reached and how long ago", async () => {
    timeouts.stepMs = 100;
    const waiting = until(
      () => false,
      () => "3 of 4 steps",
      () => 3,
    );
    await expect(waiting).rejects.toThrow(/^3 of 4 steps; last progress \d+ ms ago$/);
  });

  it("does not count time in which this process did not run", async () => {
    timeouts.stepMs = 200;
    let polled = 0;
    const waiting = until(
      () => ++polled > 30,
      () => "not polled again",
    );
    await sleep(0);
    // Like a process that the machine did not let run.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    await expect(waiting).resolves.toBeUndefined();
  });
});
