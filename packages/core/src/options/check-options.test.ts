import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import { memory } from "../testing/memory-adapter.js";
import type { BenchmarkOptions } from "./benchmark-options.js";
import { checkOptions } from "./check-options.js";
import { refusal } from "./fixtures/refusal.js";

const good: BenchmarkOptions = { adapters: [memory()], payload: new Uint8Array(1) };

/** A dial-only protocol, like one in a browser. */
function diallingOnly(): Adapter {
  const adapter = memory();
  const { listen: _, ...protocol } = adapter.protocol;
  return { ...adapter, protocol };
}

describe("checkOptions", () => {
  it("fills in defaults", () => {
    const { adapters, settings, rounds, signal, emitter } = checkOptions(good);
    expect(settings).toEqual({
      payloads: [{ kind: "bytes", from: null, payloads: [good.payload] }],
      replies: null,
      load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 10, durationMs: null },
      connections: 1,
      maxInFlight: 1,
      warmupCount: 20,
      warmupMs: null,
      maxTransmissions: 100_000,
      keepSamples: 100_000,
      network: null,
      wireBytes: false,
      senderPort: 0,
      timeoutMs: 10_000,
      giveUpAfter: 3,
      connectTimeoutMs: 10_000,
      silenceTimeoutMs: 10_000,
      maxPayloadBytes: 64 * 2 ** 20,
      clockChecks: true,
      group: null,
      receiver: "process",
    });
    expect(adapters.map(({ label }) => label)).toEqual([good.adapters[0]?.label]);
    expect(rounds).toEqual({ min: 1, max: 1, until: null });
    expect(signal).toBeUndefined();
    expect(emitter.listenerCount("timing")).toBe(0);
  });

  it("treats undefined as absent", () => {
    const { settings } = checkOptions({ ...good, count: undefined, receiver: undefined, load: undefined });
    expect([settings.load.count, settings.receiver]).toEqual([10, "process"]);
  });

  it("makes a load from `count` and `delayMs`", () => {
    expect(checkOptions({ ...good, count: 3, delayMs: 1_000 }).settings.load).toEqual({
      kind: "closed-loop",
      concurrency: 1,
      thinkTimeMs: 1_000,
      count: 3,
      durationMs: null,
    });
  });

  const rate = { kind: "constant-rate", ratePerSecond: 5, count: 30 } as const;
  it.each<[string, Partial<BenchmarkOptions>, number]>([
    ["a closed loop's concurrency", { load: { kind: "closed-loop", concurrency: 7, count: 9 } }, 7],
    [
      "the number of connections of a closed loop",
      { load: { kind: "closed-loop", count: 9 }, connections: 4 },
      4,
    ],
    ["a thousand with a scheduled load", { load: rate }, 1_000],
    ["what is given", { load: rate, maxInFlight: 7 }, 7],
    ["what fits into 256 MiB", { load: rate, payload: { sizeBytes: 2 ** 24 } }, 16],
    ["at least one", { load: rate, payload: new Uint8Array(2 ** 29), maxPayloadBytes: 2 ** 30 }, 1],
  ])("limits payloads in flight to %s", (_, given, expected) => {
    expect(checkOptions({ ...good, ...given }).settings.maxInFlight).toBe(expected);
  });

  it("generates as many distinct payloads and replies as the load can send", () => {
    const distinct = (more: Partial<BenchmarkOptions>) => {
      const { payloads, replies } = checkOptions({ ...good, ...more }).settings;
      return [payloads[0], replies].map((source) => source && "distinct" in source && source.distinct);
    };
    const payload = { sizeBytes: 1_000 };
    expect(distinct({ payload, replyBytes: 2_000, count: 10, warmupCount: 5 })).toEqual([15, 15]);
    const endless = { kind: "closed-loop", durationMs: 1_000 } as const;
    expect(distinct({ payload, replyBytes: 2_000, load: endless })).toEqual([16_778, 8_389]);
    expect(distinct({ payload: { ...payload, distinct: 3 }, count: 10 })).toEqual([3, null]);
  });

  it("makes equal labels unique", () => {
    const adapters = [memory(), memory(), memory()];
    const labels = checkOptions({ ...good, adapters }).adapters.map(({ label }) => label);
    expect(new Set(labels).size).toBe(3);
    expect(labels[0]).toBe(adapters[0]?.label);
  });

  it("accepts a network, bytes on the wire, rounds and a signal", () => {
    const { signal } = new AbortController();
    const given = { network: "wan", wireBytes: true, rounds: 6, seed: -3, signal } as const;
    const checked = checkOptions({ ...good, ...given });
    expect(checked).toMatchObject({
      rounds: { min: 6, max: 6, until: null },
      seed: -3,
      settings: { network: { name: "wan" }, wireBytes: true },
    });
    expect(checked.signal).toBe(signal);
  });

  it("lists fewer transmissions of several rounds, and keeps as many samples", () => {
    const listed = (more: Partial<BenchmarkOptions>) => {
      const { maxTransmissions, keepSamples } = checkOptions({ ...good, ...more }).settings;
      return [maxTransmissions, keepSamples];
    };
    expect(listed({ rounds: 2 })).toEqual([1_000, 100_000]);
    expect(listed({ rounds: 2, maxTransmissions: 5 })).toEqual([5, 5]);
  });

  it("counts bytes on the wire if the run is to be explained, unless it should not or cannot", () => {
    const counts = (more: Partial<BenchmarkOptions>) => {
      const { explain, settings } = checkOptions({
        ...good,
        rounds: 6,
        adapters: [memory(), memory()],
        ...more,
      });
      return [explain, settings.wireBytes];
    };
    expect(counts({})).toEqual([false, false]);
    expect(counts({ explain: true })).toEqual([true, true]);
    expect(counts({ explain: true, wireBytes: false })).toEqual([true, false]);
    expect(
      counts({ explain: true, adapters: [memory(), { ...memory(), unixSocket: { path: null } }] }),
    ).toEqual([true, false]);
  });

  it.each<Partial<BenchmarkOptions>>([
    { rounds: 1, adapters: [memory(), memory()] },
    { rounds: 6, adapters: [memory()] },
  ])("refuses to explain what shows no difference: %#", (more) => {
    expect(() => checkOptions({ ...good, explain: true, ...more })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining("`explain`") }),
    );
  });

  it("limits the time of the default warm-up where the run chooses how long a round is", () => {
    const warmUp = (more: Partial<BenchmarkOptions>) => {
      const { warmupCount, warmupMs } = checkOptions({ ...good, ...more }).settings;
      return [warmupCount, warmupMs];
    };
    expect(warmUp({})).toEqual([20, null]);
    expect(warmUp({ budgetMs: 5_000 })).toEqual([20, 2_000]);
    expect(warmUp({ budgetMs: 5_000, count: 7 })).toEqual([20, null]);
    expect(warmUp({ budgetMs: 5_000, warmupCount: 30 })).toEqual([30, null]);
  });

  it("takes rules for the number of rounds", () => {
    const rule = (more: Partial<BenchmarkOptions>) => {
      const { rounds, budgetMs, chooseLength } = checkOptions({ ...good, ...more });
      return [rounds, budgetMs, chooseLength];
    };
    expect(rule({ rounds: {} })).toEqual([{ min: 6, max: 30, until: 0.05 }, null, false]);
    expect(rule({ rounds: { min: 8, max: 8, until: 0.1 } })).toEqual([
      { min: 8, max: 8, until: 0.1 },
      null,
      false,
    ]);
    expect(rule({ rounds: { min: 40 } })[0]).toEqual({ min: 40, max: 40, until: 0.05 });
    const gate = { min: 6, max: 12, until: null, tolerance: 0.1 };
    expect(rule({ rounds: { max: 12, tolerance: 0.1 }, budgetMs: 5_000 })).toEqual([gate, 5_000, true]);
    expect(rule({ budgetMs: 5_000 })).toEqual([{ min: 1, max: 1_000, until: null }, 5_000, true]);
    expect(rule({ budgetMs: 5_000, count: 7 })).toEqual([{ min: 1, max: 1_000, until: null }, 5_000, false]);
    expect(rule({ budgetMs: 5_000, rounds: { max: 9 } })).toEqual([
      { min: 6, max: 9, until: 0.05 },
      5_000,
      true,
    ]);
  });

  it.each<[object, string]>([
    [{ rounds: { min: 9, max: 8 } }, "rounds.max"],
    [{ rounds: { until: 0 } }, "rounds.until"],
    [{ rounds: { most: 8 } }, "most"],
    [{ rounds: { min: 2 }, receiver: "inline" }, "rounds"],
    [{ rounds: 6, budgetMs: 5_000 }, "rounds"],
    [{ budgetMs: 999 }, "budgetMs"],
    [{ budgetMs: 5_000, receiver: "inline" }, "budgetMs"],
    [{ slices: 0 }, "slices"],
    [{ count: 0 }, "count"],
    [{ count: 1.5 }, "count"],
    [{ count: "10" }, "count"],
    [{ delayMs: -1 }, "delayMs"],
    [{ delayMs: Number.NaN }, "delayMs"],
    [{ warmupCount: -1 }, "warmupCount"],
    [{ maxTransmissions: -1 }, "maxTransmissions"],
    [{ wireBytes: 1 }, "wireBytes"],
    [{ rounds: 0 }, "rounds"],
    [{ rounds: 1_001 }, "rounds"],
    [{ rounds: "6" }, "rounds"],
    [{ rounds: { min: 1 } }, "rounds.min"],
    [{ rounds: { max: 1_001 } }, "rounds.max"],
    [{ rounds: { max: 5 } }, "rounds.max"],
    [{ rounds: { until: 0 } }, "rounds.until"],
    [{ rounds: { untill: 0.1 } }, "untill"],
    [{ rounds: { until: 0.1, tolerance: 0.1 } }, "rounds.until"],
    [{ rounds: { tolerance: -0.1 } }, "rounds.tolerance"],
    [{ rounds: { tolerance: 11 } }, "rounds.tolerance"],
    [{ rounds: {}, receiver: "inline" }, "rounds"],
    [{ until: 0.1 }, "until"],
    [{ reference: "ALL" }, "reference"],
    [{ reference: "all", adapters: [memory({ label: "all" }), memory()] }, "reference"],
    [{ reference: 1 }, "reference"],
    [{ reference: {} }, "reference"],
    [{ reference: { other: "memory" } }, "reference"],
    [{ reference: { Memory: "Memory" } }, 'reference["Memory"]'],
    [{ reference: { Memory: 1 } }, 'reference["Memory"]'],
    [{ margin: -0.1 }, "margin"],
    [{ margin: 1.1 }, "margin"],
    [{ decideBy: "speed" }, "decideBy"],
    [{ decideBy: "response" }, "decideBy"],
    [{ decideBy: "bytes" }, "decideBy"],
    [{ decideBy: "p99", count: 99 }, "decideBy"],
    [{ decideBy: "throughput", delayMs: 1 }, "decideBy"],
    [{ decideBy: "throughput", load: rate }, "decideBy"],
    [{ rounds: 2, receiver: "inline" }, "rounds"],
    [{ seed: 0.5 }, "seed"],
    [{ senderPort: 65_536 }, "senderPort"],
    [{ timeoutMs: 0 }, "timeoutMs"],
    [{ timeoutMs: 2 ** 31 }, "timeoutMs"],
    [{ giveUpAfter: 0 }, "giveUpAfter"],
    [{ giveUpAfter: 1.5 }, "giveUpAfter"],
    [{ giveUpAfter: "30s" }, "giveUpAfter"],
    [{ connectTimeoutMs: null }, "connectTimeoutMs"],
    [{ silenceTimeoutMs: 0 }, "silenceTimeoutMs"],
    [{ maxPayloadBytes: 2 ** 31 }, "maxPayloadBytes"],
    [{ connections: 0 }, "connections"],
    [{ connections: 2 }, "connections"],
    [{ dealyMs: 5 }, "dealyMs"],
    [{ adapters: memory() }, "adapters"],
    [{ adapters: [] }, "adapters"],
    [{ adapters: [memory] }, "adapters[0]"],
    [{ adapters: [memory(), { name: "x" }] }, "adapters[1]"],
    [{ payload: "text" }, "payload"],
    [{ replyBytes: -1 }, "replyBytes"],
    [{ replyBytes: 64 * 2 ** 20 }, "replyBytes"],
    [{ receiver: "remote" }, "receiver"],
    [{ receiver: { url: "localhost" } }, "receiver.url"],
    [{ adapters: [diallingOnly()] }, "receiver"],
    [{ adapters: [diallingOnly()], receiver: "inline" }, "receiver"],
    [{ signal: true }, "signal"],
    [{ events: () => {} }, "events"],
    [{ network: "moon" }, "network"],
    [{ load: "fast" }, "load"],
    [{ load: rate, count: 5 }, "count"],
    [{ load: rate, delayMs: 0 }, "delayMs"],
    [{ load: rate, maxInFlight: 0 }, "maxInFlight"],
    [{ load: { kind: "closed-loop", count: 1 }, maxInFlight: 4 }, "maxInFlight"],
    [{ maxInFlight: 4 }, "maxInFlight"],
  ])("refuses %j", (wrong, name) => {
    expect(refusal(() => checkOptions({ ...good, ...wrong } as BenchmarkOptions))).toContain(`\`${name}\``);
  });

  it("fills in how adapters are compared", () => {
    const adapters = [memory({ label: "a" }), memory({ label: "b" })];
    const plan = (more: Partial<BenchmarkOptions>) => checkOptions({ ...good, adapters, ...more });
    expect(plan({})).toMatchObject({ reference: "a", margin: 0.05, decideBy: "transmission" });
    expect(plan({ load: rate }).decideBy).toBe("response");
    expect(plan({ reference: "b" }).reference).toBe("b");
    expect(plan({ reference: "all" }).reference).toBe("all");
    expect(plan({ decideBy: "p99", count: 100 }).decideBy).toBe("p99");
    expect(plan({ decideBy: "bytes", wireBytes: true }).decideBy).toBe("bytes");
    expect(plan({ decideBy: "throughput" }).decideBy).toBe("throughput");
  });

  it("fills in a rule for rounds", () => {
    const { rounds } = checkOptions({ ...good, rounds: { max: 12 } });
    expect(rounds).toEqual({ min: 6, max: 12, until: 0.05 });
  });

  it("has a fresh seed, unless one is given", () => {
    const seeds = new Set(Array.from({ length: 20 }, () => checkOptions(good).seed));
    expect(seeds.size).toBeGreaterThan(15);
    for (const seed of seeds) expect(Number.isInteger(seed)).toBe(true);
    expect(checkOptions({ ...good, seed: 0 }).seed).toBe(0);
  });

  it("accepts a dial-only protocol if the receiver is remote", () => {
    const receiver = { url: "http://127.0.0.1:4000" };
    const { adapters } = checkOptions({ ...good, adapters: [diallingOnly()], receiver });
    expect(adapters).toHaveLength(1);
    for (const here of ["process", "inline"] as const) {
      const refused = () => checkOptions({ ...good, adapters: [diallingOnly()], receiver: here });
      expect(refusal(refused)).toContain("receiver");
    }
  });

  it("refuses a value that is not an object", () => {
    for (const options of [undefined, null, "x", []]) refusal(() => checkOptions(options as never));
  });
});
