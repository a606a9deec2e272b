import { describe, expect, it } from "vitest";
import { serveReceivers } from "../control/serve-receivers.js";
import type { PauseEvent } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { runMatrix } from "../matrix/run-matrix.js";
import { memory } from "../testing/memory-adapter.js";
import { watchedChaos } from "./fixtures/watched-chaos.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  count: 6,
  warmupCount: 2,
  rounds: 2,
  slices: 3,
  // Starting processes may take long on a busy machine.
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;
const adapters = [chaos({ label: "a" }), chaos({ label: "b" })];

describe.concurrent("pauses", { timeout: 240_000 }, () => {
  it("come before each slice, and where a block starts and finishes, and are in no time of the result", async () => {
    const WORK_MS = 400;
    const seen: PauseEvent[] = [];
    const pause = (event: PauseEvent) => {
      seen.push(event);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WORK_MS);
    };
    const { timings } = await runBenchmark({ ...base, adapters, events: { pause } });
    for (const { totals } of timings.flatMap(({ rounds }) => rounds)) {
      // Between the first slice of an adapter and its last one are at least three pauses.
      expect(totals.wallMs).toBeLessThan(3 * WORK_MS);
    }
    for (const block of [0, 1]) {
      const shared = { part: "rounds", block, of: 2 };
      const inOrder = timings
        .flatMap(({ label, rounds }) =>
          (rounds[block]?.slices ?? []).map(({ place }) => ({ label, slice: place })),
        )
        .sort((a, b) => a.slice - b.slice);
      expect(inOrder).toHaveLength(6);
      expect(seen.filter((pause) => pause.block === block)).toEqual([
        { ...shared, next: "start", label: null, slice: 0, slices: null },
        ...inOrder.map((slice) => ({ ...shared, next: "measure", ...slice, slices: 6 })),
        { ...shared, next: "finish", label: null, slice: 6, slices: 6 },
      ]);
    }
    expect(seen).toHaveLength(2 * 8);
  });

  it("are moments at which nothing is sent, and everything sent has arrived", async () => {
    let frames = 0;
    const server = await serveReceivers({ adapters: [watchedChaos(() => frames++)] });
    const seen: [PauseEvent["next"], number][] = [];
    try {
      await runBenchmark({
        ...base,
        adapters: [chaos()],
        receiver: { url: server.url },
        events: { pause: ({ next }) => seen.push([next, frames]) },
      });
    } finally {
      await server.close();
    }
    const { warmupCount, count } = base;
    const round = warmupCount + count;
    expect(seen).toEqual([
      ["start", 0],
      ["measure", warmupCount],
      ["finish", round],
      ["start", round],
      ["measure", round + warmupCount],
      ["finish", 2 * round],
    ]);
  });

  it("name the adapter if each has a part of the block for itself", async () => {
    const seen: (readonly [string, string | null, number, number | null])[] = [];
    const pause = ({ next, label, slice, slices }: PauseEvent) => seen.push([next, label, slice, slices]);
    await runBenchmark({ ...base, rounds: 2, slices: 1, adapters, events: { pause } });
    const [first, second] = seen[0]?.[1] === "a" ? ["a", "b"] : ["b", "a"];
    expect(seen.slice(0, 6)).toEqual([
      ["start", first, 0, null],
      ["measure", first, 0, 2],
      ["finish", first, 1, 2],
      ["start", second, 1, null],
      ["measure", second, 1, 2],
      ["finish", second, 2, 2],
    ]);
  });

  it("come before each adapter of a single round", async () => {
    const seen: PauseEvent[] = [];
    const own = [memory({ label: "a" }), memory({ label: "b" })];
    const events = { pause: (event: PauseEvent) => seen.push(event) };
    await runBenchmark({ ...base, rounds: 1, receiver: "inline", adapters: own, events });
    const shared = { next: "start", part: "rounds", block: 0, of: 1, slices: 2 };
    expect(seen).toEqual([
      { ...shared, label: "a", slice: 0 },
      { ...shared, label: "b", slice: 1 },
    ]);
  });

  it("have the cell, in a matrix", async () => {
    const seen: unknown[] = [];
    const { payload: _, ...rest } = base;
    const payloads = { small: { sizeBytes: 100 }, large: { sizeBytes: 1_000 } };
    await runMatrix({
      ...rest,
      ...{
        rounds: 1,
        receiver: "inline",
        adapters: [memory({ label: "a" }), memory({ label: "b" })],
        payloads,
      },
      events: { pause: ({ cell }) => seen.push(cell.payload) },
    });
    // Before each adapter of a single round.
    expect(seen.toSorted()).toEqual(["large", "large", "small", "small"]);
  });

  it.each(["start", "measure", "finish"] as const)(
    "end the run if a handler throws before %s",
    async (when) => {
      const events = {
        pause({ next }: PauseEvent) {
          if (next === when) throw new Error("boom");
        },
      };
      const error = await failureOf(runBenchmark({ ...base, adapters, events }));
      expect(error).toMatchObject({ code: "EVENT_HANDLER_FAILED", result: { status: "failed" } });
      expect(error.message).toContain("pause");
    },
  );
});
