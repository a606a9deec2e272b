import { EventEmitter as NodeEmitter } from "node:events";
import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { BenchmarkHandlers } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import { memory } from "../testing/memory-adapter.js";
import { onlyRound, onlyTiming } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  count: 3,
  warmupCount: 2,
  receiver: "inline",
} as const;

const NAMES = ["phase", "transmission", "progress", "round", "timing", "warning"] as const;

type Events = NonNullable<BenchmarkOptions["events"]>;

/** Every form that `events` accepts, with these handlers. */
const FORMS: readonly [string, (handlers: BenchmarkHandlers) => Events][] = [
  ["an object of handlers", (handlers) => handlers],
  [
    "an emitter of node:events",
    (handlers) => {
      const emitter = new NodeEmitter();
      for (const [name, handler] of Object.entries(handlers)) emitter.on(name, handler);
      return emitter;
    },
  ],
  [
    "an emitter of eventemitter3",
    (handlers) => {
      const emitter = new EventEmitter();
      for (const [name, handler] of Object.entries(handlers)) emitter.on(name, handler);
      return emitter;
    },
  ],
];

describe("events", () => {
  it.each(FORMS)("are emitted in the order of the run, to %s", async (_, form) => {
    const seen: string[] = [];
    const handlers: BenchmarkHandlers = {
      phase: ({ phase, load }) => seen.push(`${phase} ${load?.count ?? "-"}`),
      transmission: ({ transmission }) => seen.push(`#${transmission.index}`),
      warning: ({ warning }) => seen.push(warning.code),
      round: ({ round, of }) => seen.push(`round ${round} of ${of}`),
      timing: ({ timing }) => seen.push(timing.label),
    };
    await runBenchmark({ ...base, adapters: [chaos()], events: form(handlers) });
    expect(seen.filter((one) => !one.endsWith("_SATURATED"))).toEqual([
      ...["connect -", "warm-up 2", "measure 3", "#0", "#1", "drain -", "#2"],
      ...["INLINE_RECEIVER", "round 0 of 1", "chaos"],
    ]);
  });

  it("name their adapter", async () => {
    const seen = new Map<string, object[]>(NAMES.map((name) => [name, []]));
    const handlers = Object.fromEntries(
      NAMES.map((name) => [name, (event: object) => seen.get(name)?.push(event)]),
    );
    await runBenchmark({
      ...base,
      adapters: [memory({ label: "a" }), memory({ label: "b" })],
      events: handlers,
    });
    for (const [name, events] of seen) {
      expect(events, name).toContainEqual(expect.objectContaining({ label: "a", title: "Memory", index: 0 }));
      expect(events, name).toContainEqual(expect.objectContaining({ label: "b", title: "Memory", index: 1 }));
    }
  });

  it("carry the same round and timing as the result", async () => {
    const seen: unknown[] = [];
    const events: BenchmarkHandlers = {
      round: ({ result }) => seen.push(result),
      timing: ({ timing }) => seen.push(timing),
    };
    const result = await runBenchmark({ ...base, adapters: [memory()], events });
    expect(seen).toEqual([onlyRound(result), onlyTiming(result)]);
  });

  it("report progress at most ten times a second, and once at the end", async () => {
    const seen: object[] = [];
    const events: BenchmarkHandlers = { progress: ({ phase, done, of }) => seen.push({ phase, done, of }) };
    const { durationMs } = await runBenchmark({ ...base, count: 500, adapters: [memory()], events });
    expect(seen.at(-1)).toEqual({ phase: "measure", done: 500, of: 500 });
    expect(seen.length).toBeLessThanOrEqual(4 + durationMs / 100);
  });

  it("report the progress of the warm-up, to its end", async () => {
    const seen: unknown[] = [];
    const events: BenchmarkHandlers = {
      phase: ({ phase }) => seen.push(phase),
      progress: ({ phase, done, of }) => seen.push(`${phase} ${done} of ${of}`),
    };
    const load = { kind: "closed-loop", count: 3 } as const;
    const twice = { ...base, count: undefined, load, connections: 2, warmupCount: 30 };
    await runBenchmark({ ...twice, adapters: [memory()], events });
    expect(seen).toContain("warm-up 60 of 60");
    expect(seen.indexOf("warm-up 60 of 60")).toBeLessThan(seen.indexOf("measure"));
    expect(seen.at(-1)).toBe("measure 3 of 3");
  });

  it("begin with the pass that counts bytes on the wire", async () => {
    const seen: unknown[] = [];
    const events: BenchmarkHandlers = { phase: ({ phase }) => seen.push(phase) };
    await runBenchmark({ ...base, wireBytes: true, adapters: [chaos()], events });
    expect(seen).toEqual(["wire-bytes", "connect", "warm-up", "measure", "drain"]);
  });

  it("do not include transmissions without a handler", async () => {
    const emitted: string[] = [];
    const events = {
      emit: (name: string) => emitted.push(name),
      listenerCount: (name: string) => (name === "timing" ? 1 : 0),
    };
    await runBenchmark({ ...base, adapters: [memory()], events });
    expect(emitted).not.toContain("transmission");
    expect(emitted).toContain("timing");
  });
});

describe("a handler that throws", () => {
  it.each(NAMES)("ends the run on %s, and the result keeps what was measured", async (name) => {
    const events = {
      [name]() {
        throw new Error("boom");
      },
    };
    const error = await failureOf(runBenchmark({ ...base, adapters: [memory(), memory()], events }));
    expect(error).toMatchObject({ code: "EVENT_HANDLER_FAILED", result: { status: "failed" } });
    expect(error.message).toContain(name);
    expect(error.message).toContain("boom");
    // Without a handler for phases, at least part of the first adapter has been measured.
    expect(error.result?.notRun).toEqual(name === "phase" ? ["Memory", "Memory, row 2"] : ["Memory, row 2"]);
  });

  it("fails the payloads in flight with the same code", async () => {
    const events = {
      transmission() {
        throw new Error("boom");
      },
    };
    const load = { kind: "closed-loop", concurrency: 2, count: 3 } as const;
    const error = await failureOf(
      runBenchmark({ ...base, count: undefined, load, adapters: [memory()], events }),
    );
    const round = error.result?.timings[0]?.rounds[0];
    expect(round?.errors).toMatchObject([{ code: "EVENT_HANDLER_FAILED" }]);
    expect(round?.failures).toMatchObject([{ code: "EVENT_HANDLER_FAILED", count: 1 }]);
    expect(round?.counts).toMatchObject({ sent: 2, acknowledged: 1, failed: 1 });
  });
});

describe("the events option", () => {
  it.each<[string, unknown, string]>([
    ["an unknown event", { progres: () => {} }, "progres"],
    ["a handler that is not a function", { progress: true }, "events.progress"],
    ["a function", () => {}, "events"],
    ["a number", 5, "events"],
  ])("refuses %s", async (_, events, name) => {
    const error = await failureOf(
      runBenchmark({ ...base, adapters: [memory()], events: events as BenchmarkHandlers }),
    );
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain(name);
    expect(error.result).toBeUndefined();
  });

  it("treats an undefined handler as none", async () => {
    const events: Record<string, undefined> = { progress: undefined };
    const { status } = await runBenchmark({ ...base, adapters: [memory()], events });
    expect(status).toBe("completed");
  });
});
