import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { manualClock } from "../testing/manual-clock.js";
import { RoundEvents } from "./round-events.js";
import { blankSample } from "./sample.js";
import { WarmUp } from "./warm-up.js";

function warming(of: number) {
  const emitter = new EventEmitter();
  const heard: { done: number; of: number | null }[] = [];
  emitter.on("progress", (event) => heard.push(event));
  const about = { label: "WebSocket", title: "WebSocket", index: 0, round: 0, rounds: 1 };
  const warmUp = new WarmUp(of, new RoundEvents(emitter, about, manualClock(), () => {}));
  const settle = (serviceMs: number) =>
    warmUp.settled({ ...blankSample(), sentAt: 0, acknowledgedAt: serviceMs * 1e6 });
  return { warmUp, settle, heard };
}

it("takes the median of the later half, however many there were", () => {
  const { warmUp, settle } = warming(20);
  expect(warmUp.medianServiceMs).toBeNull();
  settle(900);
  expect(warmUp.medianServiceMs).toBe(900);
  for (const ms of [100, 2, 2, 3]) settle(ms);
  expect(warmUp.medianServiceMs).toBe(2);
});

it("reports how many there were if it ended by its time", () => {
  const { warmUp, settle, heard } = warming(20);
  settle(1);
  settle(1);
  warmUp.end();
  expect(heard.at(-1)).toMatchObject({ done: 2, of: 20 });
});

it("reports its end once if all were sent", () => {
  const { warmUp, settle, heard } = warming(2);
  settle(1);
  settle(1);
  warmUp.end();
  expect(heard.filter(({ done }) => done === 2)).toHaveLength(1);
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
