import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { begunRecorder } from "./fixtures/samples.js";
import { MeasurePhase } from "./measure-phase.js";
import { PhaseReporter, type PhaseReporterOptions } from "./phase-reporter.js";
import { RoundEvents } from "./round-events.js";
import { blankSample } from "./sample.js";

const ABOUT = { label: "WebSocket", title: "WebSocket", index: 0, round: 0, rounds: 1 };
const LOAD = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 20, durationMs: null } as const;

function reporting(options: Partial<PhaseReporterOptions> = {}) {
  const emitter = new EventEmitter();
  const heard: { phase: string; done: number; of: number | null }[] = [];
  emitter.on("progress", (event) => heard.push(event));
  const clock = manualClock();
  const events = new RoundEvents(emitter, ABOUT, clock, () => {});
  const reporter = new PhaseReporter(events, {
    phase: "warm-up",
    of: 20,
    keepsServiceTimes: true,
    ...options,
  });
  const newPhase = () => new MeasurePhase(begunRecorder().recorder, LOAD, clock, reporter);
  return { emitter, reporter, newPhase, heard };
}

function settle(phase: MeasurePhase, serviceMs: number) {
  const sequence = phase.done;
  phase.settled({ ...blankSample(), sequence, dueAt: 0, sentAt: 0, acknowledgedAt: serviceMs * 1e6 });
}

it("takes the median of the later half, however many there were", () => {
  const { reporter, newPhase } = reporting();
  expect(reporter.medianServiceMs).toBeNull();
  const phase = newPhase();
  settle(phase, 900);
  expect(reporter.medianServiceMs).toBe(900);
  for (const ms of [100, 2, 2, 3]) settle(phase, ms);
  expect(reporter.medianServiceMs).toBe(2);
});

it("adds up what several parts have done", () => {
  const { reporter, newPhase, heard } = reporting();
  const [one, other] = [newPhase(), newPhase()];
  settle(one, 1);
  settle(one, 1);
  reporter.partEnded(one);
  settle(other, 300);
  reporter.progress(other);
  expect(heard.map(({ done }) => done)).toEqual([1, 3, 3]);
  expect(heard.at(-1)).toMatchObject({ phase: "warm-up", of: 20 });
});

it("leaves the report of the last payload to the end of the phase", () => {
  const { reporter, newPhase, heard } = reporting({ of: 2 });
  const phase = newPhase();
  settle(phase, 1);
  settle(phase, 900);
  reporter.progress(phase);
  expect(heard.map(({ done }) => done)).toEqual([1, 2]);
});

it("keeps the first payload, and reports each one only if somebody listens", () => {
  const reported: number[] = [];
  const { emitter, reporter, newPhase } = reporting({
    transmission: ({ sequence }) => reported.push(sequence),
  });
  const phase = newPhase();
  settle(phase, 1);
  emitter.on("transmission", () => {});
  settle(phase, 2);
  expect(reported).toEqual([1]);
  expect(reporter.first).toMatchObject({ sequence: 0, acknowledgedAt: 1e6 });
});
