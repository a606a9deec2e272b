import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { buildTransmission } from "../fixtures/build-result.js";
import { begunRecorder, sampleOf } from "./fixtures/samples.js";
import { RoundEvents } from "./round-events.js";

const about = { label: "WebSocket", title: "WebSocket", index: 2 };

function emitting() {
  const emitter = new EventEmitter();
  const { clock, recorder } = begunRecorder();
  const failures: string[] = [];
  const events = new RoundEvents(emitter, about, clock, (message) => failures.push(message));
  return { emitter, clock, recorder, events, failures };
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
    const { emitter, clock, recorder, events } = emitting();
    const heard: object[] = [];
    emitter.on("progress", (event) => heard.push(event));
    for (let sequence = 0; sequence < 26; sequence++) {
      recorder.append(sampleOf(sequence));
      events.progress(recorder, 30, false);
      await clock.advance(10);
    }
    recorder.drop(0);
    events.progress(recorder, 30, true);
    expect(heard).toEqual([
      { ...about, done: 1, of: 30, elapsedMs: 0 },
      { ...about, done: 11, of: 30, elapsedMs: 100 },
      { ...about, done: 21, of: 30, elapsedMs: 200 },
      { ...about, done: 27, of: 30, elapsedMs: 260 },
    ]);
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
