import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { buildTransmission } from "../fixtures/build-result.js";
import { manualClock } from "../testing/manual-clock.js";
import { RoundEvents } from "./round-events.js";
import { blankSample } from "./sample.js";

const about = { label: "WebSocket", title: "WebSocket", index: 2, round: 0, rounds: 1 };

function emitting() {
  const emitter = new EventEmitter();
  const clock = manualClock();
  const failures: string[] = [];
  const events = new RoundEvents(emitter, about, clock, (message) => failures.push(message));
  return { emitter, clock, events, failures };
}

describe("RoundEvents", () => {
  it("adds the adapter to each event", () => {
    const { emitter, events } = emitting();
    const heard: unknown[] = [];
    for (const name of ["phase", "transmission"]) emitter.on(name, (event) => heard.push(event));
    const transmission = buildTransmission(0, 1);
    events.phase("connect", null);
    events.transmission(transmission);
    expect(heard).toEqual([
      { ...about, phase: "connect", load: null },
      { ...about, transmission },
    ]);
  });

  it("needs transmissions only if they have a handler, and sees a new one within a millisecond", () => {
    const { emitter, events } = emitting();
    const wantedAt = (ms: number) =>
      events.wantsTransmission({ ...blankSample(), acknowledgedAt: ms * NS_PER_MS });
    expect(wantedAt(5)).toBe(false);
    emitter.on("transmission", () => {});
    expect([5.999, 6].map(wantedAt)).toEqual([false, true]);
    emitter.removeAllListeners();
    expect([6.5, 7].map(wantedAt)).toEqual([true, false]);
  });

  it("asks for progress at most every 100 ms, and only for a handler", () => {
    const { emitter, events } = emitting();
    const dueAt = (ms: number) => events.progressDue({ ...blankSample(), acknowledgedAt: ms * NS_PER_MS });
    expect(dueAt(0)).toBe(false);
    emitter.on("progress", () => {});
    const due = Array.from({ length: 26 }, (_, index) => 100 + index * 10).filter(dueAt);
    expect(due).toEqual([100, 200, 300]);
  });

  it("goes by when a payload was sent if it failed", () => {
    const { emitter, events } = emitting();
    emitter.on("progress", () => {});
    const error = { code: "PAYLOAD_TIMEOUT", message: "" } as const;
    const failedAt = (ms: number) => events.progressDue({ ...blankSample(), sentAt: ms * NS_PER_MS, error });
    expect([0, 50, 100].map(failedAt)).toEqual([true, false, true]);
  });

  it("reports how far a phase is, and its time so far", async () => {
    const { emitter, clock, events } = emitting();
    const heard: object[] = [];
    emitter.on("progress", (event) => heard.push(event));
    await clock.advance(260);
    events.progress({ phase: "warm-up", of: 30, done: 27, beganAt: 0 });
    expect(heard).toEqual([{ ...about, phase: "warm-up", of: 30, done: 27, elapsedMs: 260 }]);
  });

  it("reports no time of a phase that ended before it began", () => {
    const { emitter, events } = emitting();
    const heard: object[] = [];
    emitter.on("progress", (event) => heard.push(event));
    events.progress({ phase: "measure", done: 0, of: 30, beganAt: Number.NaN });
    expect(heard).toMatchObject([{ done: 0, elapsedMs: 0 }]);
  });

  it("reports that a handler threw", () => {
    const { emitter, events, failures } = emitting();
    emitter.on("phase", () => {
      throw new Error("mine");
    });
    events.phase("drain", null);
    expect(failures).toEqual([expect.stringContaining("mine")]);
  });
});
