import { describe, expect, it } from "vitest";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { manualClock } from "../testing/manual-clock.js";
import { type Due, DueLoop } from "./due-loop.js";

/** An item due at the given times. It records when it was released. */
class Appointments implements Due {
  readonly releasedAtMs: number[] = [];
  readonly #timesMs: number[];

  constructor(timesMs: readonly number[]) {
    this.#timesMs = [...timesMs];
  }

  get dueAt(): number {
    return (this.#timesMs[0] ?? Number.POSITIVE_INFINITY) * NS_PER_MS;
  }

  release(now: number): void {
    while (this.dueAt <= now) {
      this.releasedAtMs.push(now / NS_PER_MS);
      this.#timesMs.shift();
    }
  }
}

/** A clock whose timers fire 1 ms early, as Node's may. */
function hastyClock() {
  const manual = manualClock();
  const clock: Clock = {
    now: manual.now,
    setImmediate: manual.setImmediate,
    setTimer: (delayMs, run) => manual.setTimer(Math.max(0.01, delayMs - 1), run),
  };
  return { manual, clock };
}

describe("DueLoop", () => {
  it("releases each item at its due time, and never early", async () => {
    const { manual, clock } = hastyClock();
    const loop = new DueLoop(clock);
    const times = [
      [5, 5.5, 40],
      [0.3, 8, 41.001],
    ];
    const members = times.map((own) => new Appointments(own));
    for (const member of members) {
      loop.add(member);
      loop.wakeAt(member.dueAt);
    }
    await manual.advance(50);
    for (const [index, member] of members.entries()) {
      expect(member.releasedAtMs).toHaveLength(3);
      for (const [at, ms] of member.releasedAtMs.entries()) {
        const due = times[index]?.[at] as number;
        expect(ms).toBeGreaterThanOrEqual(due);
        expect(ms).toBeLessThan(due + 0.01);
      }
    }
    expect(manual.waiting).toBe(0);
  });

  it("has one timer for all items, and none after it stopped", async () => {
    const clock = manualClock();
    const loop = new DueLoop(clock);
    for (const ms of [30, 20, 10, 25]) {
      const member = new Appointments([ms]);
      loop.add(member);
      loop.wakeAt(member.dueAt);
    }
    expect(clock.waiting).toBe(1);
    loop.stop();
    expect(clock.waiting).toBe(0);
  });

  it("does not release removed items", async () => {
    const clock = manualClock();
    const loop = new DueLoop(clock);
    const member = new Appointments([3]);
    loop.add(member);
    loop.wakeAt(member.dueAt);
    loop.remove(member);
    await clock.advance(5);
    expect(member.releasedAtMs).toEqual([]);
    expect(clock.waiting).toBe(0);
  });
});
