import { describe, expect, it } from "vitest";
import { type BenchmarkOptions, checkOptions } from "./benchmark-options.js";
import { memory } from "./testing/memory-adapter.js";

const good = { adapters: [memory()], payload: new Uint8Array(1) };

describe("checkOptions", () => {
  it("fills in defaults", () => {
    expect(checkOptions(good)).toMatchObject({
      count: 10,
      delayMs: 0,
      warmupCount: 20,
      timeoutMs: 10_000,
      connectTimeoutMs: 10_000,
      maxPayloadBytes: 64 * 2 ** 20,
      receiver: "process",
    });
  });

  it("takes undefined for not given", () => {
    expect(checkOptions({ ...good, count: undefined, receiver: undefined })).toMatchObject({
      count: 10,
      receiver: "process",
    });
  });

  it.each<[object, string]>([
    [{ count: 0 }, "Expected `count` to be a whole number from 1 to 1000000, got 0"],
    [{ count: 1.5 }, "Expected `count` to be a whole number from 1 to 1000000, got 1.5"],
    [{ count: "10" }, "Expected `count` to be a whole number from 1 to 1000000, got '10'"],
    [{ delayMs: -1 }, "Expected `delayMs` to be a number from 0 to 2147483647, got -1"],
    [{ delayMs: Number.NaN }, "Expected `delayMs` to be a number from 0 to 2147483647, got NaN"],
    [{ warmupCount: -1 }, "Expected `warmupCount` to be a whole number from 0 to 1000000, got -1"],
    [{ timeoutMs: 0 }, "Expected `timeoutMs` to be a number from 1 to 2147483647, got 0"],
    [{ connectTimeoutMs: null }, "Expected `connectTimeoutMs` to be a number from 1 to 2147483647, got null"],
    [
      { maxPayloadBytes: 2 ** 31 },
      "Expected `maxPayloadBytes` to be a whole number from 1 to 1073741824, got 2147483648",
    ],
    [{ dealyMs: 5 }, "runBenchmark: unknown option `dealyMs`; known are `count`, `delayMs`"],
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
      'Expected `receiver` to be "process", "inline" or { url, token }, got \'remote\'',
    ],
    [
      { receiver: { url: "localhost" } },
      "Expected `receiver.url` to be an http URL, as serveReceivers gives, got 'localhost'",
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
