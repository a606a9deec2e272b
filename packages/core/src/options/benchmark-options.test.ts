import { describe, expect, it } from "vitest";
import { type BenchmarkOptions, checkOptions } from "./benchmark-options.js";
import { memory } from "../testing/memory-adapter.js";

const good = { adapters: [memory()], payload: new Uint8Array(1) };

describe("checkOptions", () => {
  it("fills in defaults", () => {
    expect(checkOptions(good)).toMatchObject({
      load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, count: 10, durationMs: null },
      connections: 1,
      maxInFlight: 1,
      maxTransmissions: 100_000,
      network: null,
      wireBytes: false,
      warmupCount: 20,
      timeoutMs: 10_000,
      connectTimeoutMs: 10_000,
      maxPayloadBytes: 64 * 2 ** 20,
      receiver: "process",
    });
  });

  it("takes undefined for not given", () => {
    expect(checkOptions({ ...good, count: undefined, receiver: undefined })).toMatchObject({
      load: { count: 10 },
      receiver: "process",
    });
  });

  it.each<[object, object]>([
    [
      { count: 3, delayMs: 1_000 },
      { load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 1_000, count: 3, durationMs: null } },
    ],
    [
      { load: { kind: "closed-loop", durationMs: 500 }, connections: 4 },
      { load: { kind: "closed-loop", concurrency: 4, thinkTimeMs: 0, count: null, durationMs: 500 } },
    ],
    [
      { load: { kind: "constant-rate", ratePerSecond: 5, count: 30 } },
      { load: { kind: "constant-rate", ratePerSecond: 5, count: 30, durationMs: null }, maxInFlight: 1_000 },
    ],
    [
      { load: { kind: "poisson", ratePerSecond: 5, durationMs: 30 }, maxInFlight: 7 },
      { load: { kind: "poisson", ratePerSecond: 5, seed: 1, count: null, durationMs: 30 }, maxInFlight: 7 },
    ],
    [
      { load: { kind: "stages", stages: [{ ratePerSecond: { from: 0, to: 5 }, durationMs: 1 }] } },
      {
        load: { kind: "stages", stages: [{ ratePerSecond: { from: 0, to: 5 }, durationMs: 1 }], count: null },
      },
    ],
    // Payloads under way take at most 256 MiB together, unless told otherwise.
    [
      { payload: { sizeBytes: 2 ** 24 }, load: { kind: "constant-rate", ratePerSecond: 5, count: 1 } },
      { maxInFlight: 16 },
    ],
    [{ network: "wan" }, { network: { name: "wan" } }],
  ])("makes of %j a whole load", (given, expected) => {
    expect(checkOptions({ ...good, ...given } as BenchmarkOptions)).toMatchObject(expected);
  });

  it.each<[object, string]>([
    [{ count: 0 }, "Expected `count` to be a whole number from 1 to 1000000000, got 0"],
    [{ count: 1.5 }, "Expected `count` to be a whole number from 1 to 1000000000, got 1.5"],
    [{ count: "10" }, "Expected `count` to be a whole number from 1 to 1000000000, got '10'"],
    [{ delayMs: -1 }, "Expected `delayMs` to be a number from 0 to 2147483647, got -1"],
    [{ delayMs: Number.NaN }, "Expected `delayMs` to be a number from 0 to 2147483647, got NaN"],
    [{ warmupCount: -1 }, "Expected `warmupCount` to be a whole number from 0 to 1000000, got -1"],
    [{ timeoutMs: 0 }, "Expected `timeoutMs` to be a number from 1 to 2147483647, got 0"],
    [{ connectTimeoutMs: null }, "Expected `connectTimeoutMs` to be a number from 1 to 2147483647, got null"],
    [
      { maxPayloadBytes: 2 ** 31 },
      "Expected `maxPayloadBytes` to be a whole number from 1 to 1073741824, got 2147483648",
    ],
    [{ dealyMs: 5 }, "runBenchmark: unknown option `dealyMs`; known are `adapters`, `payload`"],
    [{ adapters: memory() }, "Expected `adapters` to be a list of adapters, such as [ws(), grpc()], got {"],
    [{ adapters: [] }, "Expected `adapters` to be at least one adapter, got []"],
    [
      { adapters: [memory] },
      "Expected `adapters[0]` to be an adapter: call its factory, as in ws(), got a function",
    ],
    [
      { adapters: [{ name: "x" }] },
      "Expected `adapters[0]` to be an adapter, as ws() makes, got { name: 'x' }",
    ],
    [
      { receiver: "remote" },
      'Expected `receiver` to be "process", "inline" or { url, token, tls }, got \'remote\'',
    ],
    [
      { receiver: { url: "localhost" } },
      "Expected `receiver.url` to be an http or https URL, as serveReceivers gives, got 'localhost'",
    ],
    [
      { receiver: { url: "http://h:1", token: "" } },
      "Expected `receiver.token` to be made of printable ASCII characters without spaces, got other characters, or none",
    ],
    [
      { receiver: { url: "http://h:1", tokn: "x" } },
      "receiver: unknown option `tokn`; known are `url`, `token`",
    ],
    [{ signal: true }, "Expected `signal` to be an AbortSignal, got true"],
    [{ events: {} }, "Expected `events` to be an eventemitter3 emitter, got {}"],
    [{ events: { emit: () => true } }, "Expected `events` to be an eventemitter3 emitter, got {"],
    [{ load: "fast" }, "Expected `load` to be an object such as { kind:"],
    [
      { load: { kind: "open" } },
      'Expected `load.kind` to be "closed-loop", "constant-rate", "poisson" or "stages", got \'open\'',
    ],
    [
      { load: { kind: "constant-rate", ratePerSecond: 5, count: 1 }, count: 5 },
      "Expected `count` to be left out where `load` is given, which says how many and when, got 5",
    ],
    [
      { load: { kind: "constant-rate", ratePerSecond: 5, count: 1 }, delayMs: 0 },
      "Expected `delayMs` to be left out where `load` is given",
    ],
    [
      { load: { kind: "constant-rate", ratePerSecond: 5 } },
      "Expected `load` to be ended by either `count` or `durationMs`, got neither",
    ],
    [
      { load: { kind: "poisson", ratePerSecond: 5, count: 1, durationMs: 1 } },
      "Expected `load` to be ended by either `count` or `durationMs`, got both",
    ],
    [
      { load: { kind: "constant-rate", count: 1 } },
      "Expected `load.ratePerSecond` to be a number from 0.001 to 1000000, got undefined",
    ],
    [
      { load: { kind: "constant-rate", ratePerSecond: 0, count: 1 } },
      "Expected `load.ratePerSecond` to be a number from 0.001 to 1000000, got 0",
    ],
    [
      { load: { kind: "constant-rate", rate: 5, count: 1 } },
      "load: unknown option `rate`; known are `ratePerSecond`, `count`, `durationMs`",
    ],
    [
      { load: { kind: "closed-loop", concurrency: 2, count: 1 }, connections: 4 },
      "Expected `load.concurrency` to be a whole number from 4 to 10000, got 2",
    ],
    [
      { load: { kind: "closed-loop", count: 1 }, maxInFlight: 4 },
      "Expected `maxInFlight` to be left out under a closed loop, whose `concurrency` is that, got 4",
    ],
    [{ connections: 2 }, "Expected `connections` to be 1 without a `load`"],
    [
      { load: { kind: "stages", stages: [] } },
      "Expected `load.stages` to be a list of at least one { ratePerSecond, durationMs }, got []",
    ],
    [
      { load: { kind: "stages", stages: [{ ratePerSecond: { from: 0, to: 0 }, durationMs: 5 }] } },
      "Expected `load.stages[0].ratePerSecond` to be a ramp that is not all silence",
    ],
    [
      {
        load: {
          kind: "stages",
          stages: [
            { ratePerSecond: 5, durationMs: 5 },
            { ratePerSecond: { from: 1 }, durationMs: 5 },
          ],
        },
      },
      "Expected `load.stages[1].ratePerSecond.to` to be a number from 0 to 1000000, got undefined",
    ],
    [{ maxTransmissions: -1 }, "Expected `maxTransmissions` to be a whole number from 0 to 200000, got -1"],
    [{ wireBytes: 1 }, "Expected `wireBytes` to be true or false, got 1"],
    [{ network: "moon" }, "Expected `network` to be"],
  ])("refuses %j", (wrong, message) => {
    expect(() => checkOptions({ ...good, ...wrong } as BenchmarkOptions)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(message) }),
    );
  });

  it("refuses what is no object", () => {
    expect(() => checkOptions(undefined as never)).toThrow(
      "Expected `options` to be an object, got undefined",
    );
  });
});
