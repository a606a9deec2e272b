// What the types refuse. The compiler checks each `@ts-expect-error`, and each case is also refused at run time.
import { describe, expect, expectTypeOf, it } from "vitest";
import { defineAdapter, option } from "../adapter/index.js";
import { type BenchmarkOptions, type LoadOption, runBenchmark } from "../index.js";
import { memory } from "../testing/index.js";
import { checkOptions } from "./check-options.js";
import { refusal } from "./fixtures/refusal.js";
import { checkServeOptions } from "./serve-options.js";

interface SampleOptions {
  mask: "random" | "zero";
  bytes: number;
}
const sample = defineAdapter<SampleOptions>({
  name: "sample",
  supports: { push: true, ordered: true },
  options: { mask: option.oneOf("random", ["random", "zero"]), bytes: option.integer(0, { min: 0, max: 9 }) },
  tuned: { bytes: { value: 9, reason: "more" } },
  dial: () => Promise.reject(new Error("never")),
});
const base = { adapters: [memory()], payload: new Uint8Array(1) };
const load = { kind: "constant-rate", ratePerSecond: 1, count: 1 } as const;

describe("types refuse what a run refuses", () => {
  it.each<[string, () => unknown]>([
    // @ts-expect-error
    ["an unknown option", () => checkOptions({ ...base, cuont: 1 })],
    // @ts-expect-error
    ["no adapters", () => checkOptions({ payload: base.payload })],
    // @ts-expect-error
    ["two ends of a load", () => checkOptions({ ...base, load: { ...load, durationMs: 1 } })],
    // @ts-expect-error
    ["a load without an end", () => checkOptions({ ...base, load: { kind: "poisson", ratePerSecond: 1 } })],
    // @ts-expect-error
    ["an unknown kind of load", () => checkOptions({ ...base, load: { ...load, kind: "constant" } })],
    // @ts-expect-error
    ["an option of another load", () => checkOptions({ ...base, load: { ...load, thinkTimeMs: 1 } })],
    // @ts-expect-error
    ["an unknown network", () => checkOptions({ ...base, network: "moon" })],
    // @ts-expect-error
    ["an unknown part of a network", () => checkOptions({ ...base, network: { delay: 1 } })],
    // @ts-expect-error
    ["an unknown receiver", () => checkOptions({ ...base, receiver: "thread" })],
    // @ts-expect-error
    ["a receiver without a URL", () => checkOptions({ ...base, receiver: { token: "x" } })],
    // @ts-expect-error
    ["an unknown event", () => checkOptions({ ...base, events: { transmision() {} } })],
    // @ts-expect-error
    ["a factory instead of an adapter", () => checkOptions({ ...base, adapters: [memory] })],
    // @ts-expect-error
    ["an unknown option of a server", () => checkServeOptions({ adapters: [memory()], host: "x" })],
    // @ts-expect-error
    ["a misspelt codec", () => sample({ codec: "json" })],
    // @ts-expect-error
    ["a misspelt choice", () => sample({ mask: "none" })],
    // @ts-expect-error
    ["a value of another type", () => sample({ bytes: "1" })],
    // @ts-expect-error
    ["an option of another adapter", () => sample({ perMessageDeflate: true })],
    // @ts-expect-error
    ["an unknown profile", () => sample({ profile: "fast" })],
    // @ts-expect-error
    ["an unknown direction", () => sample({ direction: "pull" })],
    // @ts-expect-error
    ["an unknown kind of TLS", () => sample({ tls: true })],
    // @ts-expect-error
    ["a protocol without `dial`", () => defineAdapter({ name: "a" })],
    // @ts-expect-error
    ["a misspelt part of a definition", () => defineAdapter({ name: "a", dial: sample, librarys: {} })],
    // @ts-expect-error
    ["a default that is none of the choices", () => option.oneOf<"a">("b", ["a"])],
  ])("%s", (_, act) => {
    refusal(act);
  });
});

describe("types refuse a load beside its short form", () => {
  it.each<[string, () => Promise<unknown>]>([
    // @ts-expect-error
    ["`count`", () => runBenchmark({ ...base, load, count: 1 })],
    // @ts-expect-error
    ["`delayMs`", () => runBenchmark({ ...base, load, delayMs: 1 })],
    // @ts-expect-error
    ["both", () => runBenchmark({ ...base, load, count: 1, delayMs: 1 })],
    // @ts-expect-error
    ["a misspelt `count`", () => runBenchmark({ ...base, load, cuont: 1 })],
    // @ts-expect-error
    ["a misspelt `count` in the load", () => runBenchmark({ ...base, load: { ...load, cuont: 1 } })],
  ])("%s", async (_, act) => {
    await expect(act()).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });

  it.each<[string, (more: Partial<BenchmarkOptions>) => Promise<unknown>]>([
    ["options that are merged", (more) => runBenchmark({ ...base, receiver: "inline", count: 1, ...more })],
    ["a count that may be absent", ({ count }) => runBenchmark({ ...base, receiver: "inline", load, count })],
  ])("but not %s", async (_, run) => {
    expect(await run({})).toMatchObject({ status: "completed" });
  });
});

describe("types accept what a run accepts", () => {
  it.each<BenchmarkOptions>([
    base,
    { ...base, count: 1, delayMs: 1 },
    { ...base, load, connections: 2 },
    { ...base, load: undefined, count: 1 },
    {
      ...base,
      adapters: [sample({ codec: "json-array", mask: "zero", label: undefined })],
      receiver: { url: "http://a" },
    },
    { ...base, network: { delayMs: 1 }, receiver: { url: "http://a", token: undefined } },
  ])("%#", (options) => {
    expect(checkOptions(options).adapters).toHaveLength(1);
  });

  it("has literal types for names", () => {
    expectTypeOf<LoadOption["kind"]>().toEqualTypeOf<
      "closed-loop" | "constant-rate" | "poisson" | "stages"
    >();
  });
});
