import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { type ManualClock, manualClock } from "../testing/manual-clock.js";
import { LoadGenerator } from "./generate-load.js";
import type { Load } from "./load.js";
import { pacerOf } from "./pacer-of.js";

const ends = { count: null, durationMs: null };
const constantRate = (more: object): Load => ({ kind: "constant-rate", ...ends, ...more }) as Load;
const closedLoop = (more: object): Load =>
  ({ kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, ...ends, ...more }) as Load;

/** Generates a load whose n-th payload takes `serviceMs(n)`. Lists when each was due and sent, in milliseconds. */
function generate(
  load: Load,
  serviceMs: (n: number) => number,
  {
    clock = manualClock(),
    maxInFlight = Number.POSITIVE_INFINITY,
    signal = new AbortController().signal,
  } = {},
) {
  const sent: { dueMs: number; sentMs: number }[] = [];
  const dropped: number[] = [];
  const startedAt = clock.now();
  const ms = (at: number) => (at - startedAt) / NS_PER_MS;
  let inFlight = 0;
  const generator: LoadGenerator = new LoadGenerator({
    pacer: pacerOf(load),
    clock,
    maxInFlight,
    signal,
    inFlight: () => inFlight,
    send(dueAt) {
      inFlight++;
      clock.setTimer(serviceMs(sent.length), () => {
        inFlight--;
        generator.settled(clock.now());
      });
      const sentAt = clock.now();
      sent.push({ dueMs: ms(dueAt), sentMs: ms(sentAt) });
      return sentAt;
    },
    drop: (dueAt) => dropped.push(ms(dueAt)),
  });
  let over = false;
  void generator.run(startedAt).then(() => {
    over = true;
  });
  return { clock, sent, dropped, generator, isOver: () => over };
}

const sentMs = (sent: readonly { sentMs: number }[]) => sent.map((one) => Math.round(one.sentMs));

describe("LoadGenerator, closed loop", () => {
  it("pauses after each acknowledgement: n payloads have n-1 delays", async () => {
    const run = generate(closedLoop({ thinkTimeMs: 100, count: 4 }), (n) => n * 10 + 1);
    await run.clock.advance(1_000);
    expect(sentMs(run.sent)).toEqual([0, 101, 212, 333]);
    expect(run.isOver()).toBe(true);
  });

  it("sends back to back without a delay, at its concurrency", async () => {
    const run = generate(closedLoop({ concurrency: 2, count: 5 }), () => 10);
    await run.clock.advance(100);
    expect(sentMs(run.sent)).toEqual([0, 0, 10, 10, 20]);
  });

  it("ends after its duration, although payloads are in flight", async () => {
    const run = generate(closedLoop({ durationMs: 25 }), () => 10);
    await run.clock.advance(26);
    expect([sentMs(run.sent), run.isOver()]).toEqual([[0, 10, 20], false]);
    // It knows that nothing more is due only when the payload in flight settles.
    await run.clock.advance(5);
    expect([sentMs(run.sent), run.isOver()]).toEqual([[0, 10, 20], true]);
  });

  it("sends nothing after its duration, even if it was due before", async () => {
    const clock = manualClock();
    let sent = 0;
    // Each payload takes 0.1 ms to send.
    const now = () => clock.now() + sent * 0.1 * NS_PER_MS;
    const generator: LoadGenerator = new LoadGenerator({
      pacer: pacerOf(closedLoop({ concurrency: 1_000, durationMs: 5 })),
      clock: { ...clock, now },
      maxInFlight: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
      inFlight: () => 0,
      send() {
        const sentAt = now();
        sent++;
        return sentAt;
      },
      drop() {},
    });
    void generator.run(clock.now());
    await clock.advance(10);
    expect(sent).toBe(50);
  });

  it("stops during a pause", async () => {
    const controller = new AbortController();
    const run = generate(closedLoop({ thinkTimeMs: 100, count: 10 }), () => 1, { signal: controller.signal });
    await run.clock.advance(150);
    controller.abort();
    await run.clock.advance(0);
    expect(sentMs(run.sent)).toEqual([0, 101]);
    expect([run.isOver(), run.clock.waiting]).toEqual([true, 0]);
  });

  it("yields to the event loop, even if replies arrive synchronously", async () => {
    const clock = manualClock();
    let sent = 0;
    const generator: LoadGenerator = new LoadGenerator({
      pacer: pacerOf(closedLoop({ count: 100_000 })),
      clock,
      maxInFlight: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
      inFlight: () => 0,
      send() {
        sent++;
        queueMicrotask(() => generator.settled(clock.now()));
        return clock.now();
      },
      drop() {},
    });
    void generator.run(clock.now());
    await clock.advance(0);
    expect(sent).toBeLessThan(1_000);
    expect(clock.waiting).toBe(1);
  });
});

describe("LoadGenerator, scheduled loads", () => {
  it("keeps to its schedule when replies are late", async () => {
    const run = generate(constantRate({ ratePerSecond: 100, count: 5 }), () => 500);
    await run.clock.advance(100);
    expect(run.sent.map((one) => one.dueMs)).toEqual([0, 10, 20, 30, 40]);
    expect(sentMs(run.sent)).toEqual([0, 10, 20, 30, 40]);
    expect(run.isOver()).toBe(true);
  });

  it("sends nothing early, although timers fire early", async () => {
    const manual = manualClock();
    const hasty: ManualClock = {
      ...manual,
      now: manual.now,
      setTimer: (delayMs, run) => manual.setTimer(Math.max(0.1, delayMs - 1), run),
      get waiting() {
        return manual.waiting;
      },
    };
    const run = generate(constantRate({ ratePerSecond: 3, count: 20 }), () => 1, { clock: hasty });
    await manual.advance(10_000);
    expect(run.sent).toHaveLength(20);
    for (const { dueMs, sentMs } of run.sent) expect(sentMs).toBeGreaterThanOrEqual(dueMs);
  });

  it("sends payloads that became due during a stall at once, each with its own due time", async () => {
    const clock = manualClock();
    const run = generate(constantRate({ ratePerSecond: 100, count: 10 }), () => 1, {
      // The event loop is blocked from 25 to 75 ms.
      clock: {
        ...clock,
        setTimer: (delayMs, then) =>
          clock.setTimer(
            clock.now() + delayMs * NS_PER_MS > 25 * NS_PER_MS
              ? Math.max(delayMs, 75 - clock.now() / NS_PER_MS)
              : delayMs,
            then,
          ),
        get waiting() {
          return clock.waiting;
        },
      },
    });
    await clock.advance(200);
    expect(run.sent.map((one) => one.dueMs)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(sentMs(run.sent).slice(0, 3)).toEqual([0, 10, 20]);
    expect(sentMs(run.sent).slice(3, 8)).toEqual([75, 75, 75, 75, 75]);
  });

  it("drops payloads that are due while too many are in flight, and never sends them", async () => {
    const run = generate(constantRate({ ratePerSecond: 100, count: 8 }), () => 35, { maxInFlight: 2 });
    await run.clock.advance(200);
    // The payloads due at 0 and 10 ms are in flight until 35 and 45 ms.
    expect(sentMs(run.sent)).toEqual([0, 10, 40, 50]);
    expect(run.dropped).toEqual([20, 30, 60, 70]);
  });

  it("measures how long it spun only to wait", async () => {
    const run = generate(constantRate({ ratePerSecond: 100, count: 3 }), () => 1);
    await run.clock.advance(100);
    // Two waits; it spins in the last two milliseconds of each. A turn with a reply is not counted.
    expect(run.generator.spinNs / NS_PER_MS).toBeGreaterThan(3.9);
    expect(run.generator.spinNs / NS_PER_MS).toBeLessThanOrEqual(4);
  });
});
