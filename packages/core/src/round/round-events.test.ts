import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { buildTransmission } from "../fixtures/build-result.js";
import { manualClock } from "../testing/manual-clock.js";
import { RoundEvents } from "./round-events.js";

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

  it("needs transmissions only if they have a handler", () => {
    const { emitter, events } = emitting();
    expect(events.wantsTransmissions).toBe(false);
    emitter.on("transmission", () => {});
    expect(events.wantsTransmissions).toBe(true);
  });

  it("reports progress at most every 100 ms, and always at the end", async () => {
    const { emitter, clock, events } = emitting();
    const heard: object[] = [];
    emitter.on("progress", (event) => heard.push(event));
    const phase = { phase: "warm-up", of: 30 } as const;
    for (let done = 1; done <= 26; done++) {
      events.progress({ ...phase, done, beganAt: 0 }, false);
      await clock.advance(10);
    }
    events.progress({ ...phase, done: 27, beganAt: 0 }, true);
    expect(heard).toEqual([
      { ...about, ...phase, done: 1, elapsedMs: 0 },
      { ...about, ...phase, done: 11, elapsedMs: 100 },
      { ...about, ...phase, done: 21, elapsedMs: 200 },
      { ...about, ...phase, done: 27, elapsedMs: 260 },
    ]);
  });

  it("reports no time of a phase that ended before it began", () => {
    const { emitter, events } = emitting();
    const heard: object[] = [];
    emitter.on("progress", (event) => heard.push(event));
    events.progress({ phase: "measure", done: 0, of: 30, beganAt: Number.NaN }, true);
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
