import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import type { Codec } from "../codec/codec.js";
import { raw } from "../codec/raw.js";
import type { BenchmarkEvents } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { runBenchmark } from "./run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";

const base = { payload: { sizeBytes: 20_000, seed: 3 }, count: 6, warmupCount: 2 };

describe("what throws where it must not", () => {
  const inline = { ...base, receiver: "inline" as const };

  it.each(["phase", "transmission", "progress", "timing"] as const)(
    "ends the run when a listener of %s throws, and keeps what was measured",
    async (name) => {
      const events = new EventEmitter<BenchmarkEvents>();
      events.on(name, () => {
        throw new Error("boom");
      });
      const error = await failureOf(runBenchmark({ ...inline, adapters: [memory(), memory()], events }));
      expect(error.code).toBe("LISTENER_FAILED");
      expect(error.message).toContain(`a listener of "${name}" threw: boom`);
      expect(error.result?.notRun).toContain("Memory (2)");
    },
  );

  it("keeps the rows before an adapter that throws", async () => {
    const bad = {
      ...memory({ label: "bad" }),
      dial: () => {
        throw new Error("boom");
      },
    };
    const error = await failureOf(runBenchmark({ ...inline, adapters: [memory(), bad] }));
    expect(error).toMatchObject({ code: "CONNECT_FAILED", result: { notRun: ["bad"] } });
    expect(error.result?.timings[0]?.counts.acknowledged).toBe(6);
  });

  it("keeps a row whose ends cannot describe themselves", async () => {
    const healthy = memory();
    const describe = () => {
      throw new Error("boom");
    };
    const adapter: Adapter = {
      ...healthy,
      listen: async (context) => ({ ...(await healthy.listen(context)), describe }),
      dial: async (endpoint, context) => {
        const link = await healthy.dial(endpoint, context);
        return {
          send: (frame) => link.send(frame),
          close: () => link.close(),
          closed: link.closed,
          describe,
        };
      },
    };
    const { timings } = await runBenchmark({ ...inline, adapters: [adapter] });
    expect(timings[0]?.counts.acknowledged).toBe(6);
    expect(timings[0]?.errors).toEqual([{ code: "UNEXPECTED", message: "describe: boom" }]);
    expect(timings[0]?.warnings.map(({ code }) => code)).toContain("LISTENER_ERRORS");
  });

  it.each<[string, Partial<Codec>, string]>([
    ["encodes to nothing", { encode: () => undefined as never }, "ENCODE_FAILED"],
    ["encodes to text", { encode: () => ["text"] as never }, "ENCODE_FAILED"],
    ["decodes to nothing", { decode: () => undefined as never }, "UNDECODABLE"],
    ["decodes to no payload", { decode: () => ({ sequence: 0 }) as never }, "UNDECODABLE"],
  ])("fails the payloads of a codec that %s, and no more than that", async (_, part, code) => {
    const codec = { ...raw, name: "mine", ...part };
    const { timings } = await runBenchmark({ ...inline, adapters: [memory({ codec })] });
    expect(timings[0]?.transmissions.map((one) => one.error?.code)).toEqual(new Array(6).fill(code));
    expect(timings[0]?.warmedUp).toBe(0);
    expect(timings[0]?.warnings.map((warning) => warning.code)).toContain("WARMUP_FAILED");
  });

  it("knows a receiver that hangs in its warm-up for lost", async () => {
    const error = await failureOf(
      runBenchmark({ ...base, adapters: [chaos({ hangAt: 0 })], warmupCount: 1, timeoutMs: 100 }),
    );
    expect(error.code).toBe("RECEIVER_LOST");
  });

  it("leaves nothing open when it is aborted while it connects", async () => {
    const life = new AbortController();
    setImmediate(() => life.abort());
    const before = process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length;
    const running = runBenchmark({ ...base, adapters: [chaos()], receiver: "inline", signal: life.signal });
    expect((await failureOf(running)).code).toBe("ABORTED");
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length)
      .toBe(before);
  });
});
