import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { backToBack } from "../load/load.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { manualClock } from "../testing/manual-clock.js";
import { memory } from "../testing/memory-adapter.js";
import type { MeasurePhase } from "./measure-phase.js";
import type { PhaseSender } from "./phase-sender.js";
import { RoundEvents } from "./round-events.js";
import type { Sending } from "./sending.js";
import { WarmUp } from "./warm-up.js";

const about = { label: "WebSocket", title: "WebSocket", index: 0, round: 0, rounds: 1 };

it.each([
  { warmupCount: 5, connections: 3, shared: true, counts: [6, 9] },
  { warmupCount: 1, connections: 4, shared: true, counts: [4] },
  { warmupCount: 6, connections: 1, shared: false, counts: [6] },
  { warmupCount: 999, connections: 2, shared: true, counts: [498, 500, 500, 500] },
  { warmupCount: 1_000, connections: 1, shared: false, counts: [500, 500] },
])(
  "sends equally many over each connection in each piece: $counts",
  async ({ counts, shared, ...settings }) => {
    const sent: Sending[] = [];
    const phases: Pick<PhaseSender, "announce" | "sendPiece"> = {
      announce: async () => {},
      sendPiece: async (_, sending) => void sent.push(sending as Sending),
    };
    const newPhase = () => ({ recorder: { beganAt: 0 }, abandon() {} }) as MeasurePhase;
    const events = new RoundEvents(new EventEmitter(), about, manualClock(), () => {});
    const warmUp = new WarmUp({ load: backToBack(1, 1), warmupMs: 300, ...settings }, events);
    await warmUp.send(phases, newPhase, shared);
    expect(sent.map(({ load }) => load.count)).toEqual(counts);
    expect(
      sent.reduce((all, { load }) => all + (load.kind === "closed-loop" ? (load.durationMs ?? 0) : 0), 0),
    ).toBe(300);
    expect(sent.every(({ whole }) => whole === warmUp.load)).toBe(true);
  },
);

it("goes through the code that measures, and none of its numbers stay", async () => {
  const counts: (number | null | undefined)[] = [];
  const result = await runBenchmark({
    adapters: [memory()],
    receiver: "inline",
    payload: { sizeBytes: 100 },
    load: { kind: "closed-loop", count: 7 },
    connections: 2,
    warmupCount: 5,
    events: { phase: ({ phase, load }) => void (phase === "warm-up" && counts.push(load?.count)) },
  });
  const [round] = result.timings[0]?.rounds ?? [];
  expect(counts).toEqual([10]);
  expect(round).toMatchObject({ warmedUp: 10, counts: { acknowledged: 7 } });
  expect(round?.transmissions.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it("leaves most of a budget to the rounds if a payload takes long", async () => {
  // A payload and its receipt take 700 ms, so 20 would take 14 s.
  const result = await runBenchmark({
    adapters: [chaos()],
    payload: { sizeBytes: 100 },
    network: { delayMs: 350 },
    budgetMs: 1_000,
  });
  const [round] = result.timings[0]?.rounds ?? [];
  expect(round?.counts.acknowledged).toBeGreaterThan(0);
  expect(round?.warmedUp).toBeGreaterThan(0);
  expect(round?.warmedUp).toBeLessThan(20);
});
