import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { Heartbeat } from "./heartbeat.js";

const limits = { everyMs: 5_000, limitMs: 20_000 };

function setUp(more: { readonly startMs?: number } = {}) {
  const clock = manualClock();
  const waiting: { answer(): void; fail(): void }[] = [];
  let silent = 0;
  const heartbeat = new Heartbeat({
    ...limits,
    ...more,
    clock,
    beat: () =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ answer: resolve, fail: () => reject(new Error("no connection")) });
      }),
    onSilent: () => silent++,
  });
  return { clock, heartbeat, waiting, silent: () => silent };
}

describe("Heartbeat", () => {
  it("asks regularly, and is content with answers", async () => {
    const { clock, waiting, silent, heartbeat } = setUp();
    for (let beat = 1; beat <= 20; beat++) {
      await clock.advance(limits.everyMs);
      expect(waiting).toHaveLength(beat);
      waiting.at(-1)?.answer();
    }
    expect(silent()).toBe(0);
    heartbeat.stop();
    await clock.advance(10 * limits.limitMs);
    expect(waiting).toHaveLength(20);
    expect(silent()).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  it("goes on asking while there is no answer, and takes a late one", async () => {
    const { clock, waiting, silent } = setUp();
    await clock.advance(limits.limitMs - 1);
    expect(waiting).toHaveLength(3);
    waiting[0]?.answer();
    await clock.advance(limits.limitMs - 1);
    expect(silent()).toBe(0);
  });

  it("waits longer for the first answer, if the other end may still be starting", async () => {
    const { clock, waiting, silent } = setUp({ startMs: 60_000 });
    await clock.advance(59_000);
    expect(silent()).toBe(0);
    waiting[0]?.answer();
    await clock.advance(limits.limitMs - 1);
    expect(silent()).toBe(0);
    await clock.advance(1);
    expect(silent()).toBe(1);
  });

  it("takes any other answer of an end as a sign that it has started", async () => {
    const { clock, heartbeat, silent } = setUp({ startMs: 600_000 });
    await clock.advance(30_000);
    heartbeat.answered();
    await clock.advance(limits.limitMs - 1);
    expect(silent()).toBe(0);
    await clock.advance(1);
    expect(silent()).toBe(1);
    heartbeat.answered();
    expect(clock.waiting).toBe(0);
  });

  it.each(["nothing", "errors"])(
    "reports silence once if there is only %s, and then asks no more",
    async (what) => {
      const { clock, waiting, silent } = setUp();
      for (let second = 0; second < limits.limitMs / 1_000; second++) {
        await clock.advance(1_000);
        if (what === "errors") waiting.at(-1)?.fail();
      }
      expect(silent()).toBe(1);
      const asked = waiting.length;
      await clock.advance(10 * limits.limitMs);
      expect(waiting).toHaveLength(asked);
      expect(silent()).toBe(1);
      expect(clock.waiting).toBe(0);
    },
  );
});
