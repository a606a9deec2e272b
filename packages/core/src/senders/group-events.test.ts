import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { BenchmarkEvents } from "../events/events.js";
import type { Load } from "../load/load.js";
import { manualClock } from "../testing/manual-clock.js";
import { GroupEvents } from "./group-events.js";

const load: Load = { kind: "closed-loop", concurrency: 2, thinkTimeMs: 0, count: 10, durationMs: null };
const share: Load = { ...load, concurrency: 1, count: 5 };
const round = { label: "a", index: 0, round: 0, rounds: 1, title: "A" };

/** A group of two senders, and what it emits. */
function group() {
  const emitter = new EventEmitter<Pick<BenchmarkEvents, "phase" | "progress">>();
  const phases: unknown[] = [];
  const progress: unknown[] = [];
  emitter.on("phase", (event) => phases.push([event.phase, event.phase === "measure" ? event.load : null]));
  emitter.on("progress", ({ phase, done, of }) => progress.push([phase, done, of]));
  const clock = manualClock();
  const events = new GroupEvents(emitter, { load, warmupCount: 3, connections: 2 }, clock);
  return { senders: [events.emitterOf(0), events.emitterOf(1)] as const, phases, progress, clock };
}

describe("the events of several senders", () => {
  it("have each phase once, with the load of all", () => {
    const { senders, phases } = group();
    for (const sender of senders) sender.emit("phase", { ...round, phase: "connect", load: null });
    for (const sender of senders) sender.emit("phase", { ...round, phase: "measure", load: share });
    expect(phases).toEqual([
      ["connect", null],
      ["measure", load],
    ]);
  });

  it("have the progress of all together, whoever is ahead", async () => {
    const { senders, progress, clock } = group();
    const [one, other] = senders;
    const of = { ...round, phase: "measure", of: 5, elapsedMs: 1_000 } as const;
    one.emit("progress", { ...of, done: 2 });
    await clock.advance(100);
    other.emit("progress", { ...of, done: 1 });
    await clock.advance(100);
    one.emit("progress", { ...of, done: 5 });
    expect(progress).toEqual([
      ["measure", 2, 10],
      ["measure", 3, 10],
      ["measure", 6, 10],
    ]);
  });

  it("have progress at most every 100 ms, and always at the end of a phase", () => {
    const { senders, progress } = group();
    const [one, other] = senders;
    const of = { ...round, phase: "warm-up", of: 3, elapsedMs: 10 } as const;
    one.emit("progress", { ...of, done: 1 });
    other.emit("progress", { ...of, done: 2 });
    one.emit("progress", { ...of, done: 3 });
    other.emit("progress", { ...of, done: 3 });
    expect(progress).toEqual([
      ["warm-up", 1, 6],
      ["warm-up", 6, 6],
    ]);
  });
});
