import { describe, expect, it } from "vitest";
import type { BenchmarkHandlers } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { memory } from "../testing/memory-adapter.js";
import { onlyRound, onlyTiming, warningCodes } from "./fixtures/only.js";
import { signalChildren } from "./fixtures/signal-children.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  adapters: [chaos()],
  payload: { sizeBytes: 1_000, seed: 3 },
  warmupCount: 1,
  receiver: "inline",
  // A tap is a process, which may start slowly on a busy machine.
  connectTimeoutMs: 60_000,
} as const;

describe("bytes on the wire", { timeout: 120_000 }, () => {
  it("are measured exactly in a separate pass, without the first payload", async () => {
    const { wire } = onlyRound(await runBenchmark({ ...base, count: 2, wireBytes: true }));
    // Each frame has four bytes of length and eight of header. A receipt has 25 bytes.
    const up = 4 + 8 + 1_000;
    const down = 4 + 25;
    expect(wire?.handshake).toEqual({ upBytes: 0, upWrites: 0, downBytes: 0, downWrites: 0 });
    expect(wire?.first).toMatchObject({ upBytes: up, downBytes: down });
    // How many depends on how long they take.
    const payloads = wire?.steady.payloads ?? 0;
    expect(payloads).toBeGreaterThanOrEqual(20);
    expect(wire?.steady).toMatchObject({
      payloadBytes: payloads * 1_000,
      replyBytes: 0,
      upBytes: payloads * up,
      downBytes: payloads * down,
      overheadRatio: (up + down) / 1_000,
    });
    expect(wire?.steady.upWrites).toBeGreaterThanOrEqual(payloads);
  });

  it("cause a warning if they cannot be measured", async () => {
    const round = onlyRound(await runBenchmark({ ...base, adapters: [memory()], count: 2, wireBytes: true }));
    expect(round.wire).toBeNull();
    expect(warningCodes(round)).toEqual(["NO_WIRE_BYTES"]);
    expect(round.counts.acknowledged).toBe(2);
  });
});

describe("a network", { timeout: 120_000 }, () => {
  it("delays payloads and acknowledgements, and the result has the delay", async () => {
    const network = { delayMs: 8, jitterMs: 1, seed: 5 } as const;
    const result = await runBenchmark({ ...base, count: 4, network });
    expect(onlyTiming(result).network).toEqual({ name: "custom", ...network, rateMbps: null });
    const { held, transmissions, counts } = onlyRound(result);
    expect(held?.upMs).toBeGreaterThanOrEqual(7);
    expect(held?.downMs).toBeGreaterThanOrEqual(7);
    for (const { transmissionMs, serviceMs } of transmissions) {
      expect(transmissionMs).toBeGreaterThanOrEqual(7);
      expect(serviceMs).toBeGreaterThanOrEqual(14);
    }
    expect(counts).toMatchObject({ acknowledged: 4, damaged: 0 });
  });

  it("limits the rate", async () => {
    // 20,000 bytes at 4 Mbit/s take 40 ms.
    const payload = { sizeBytes: 20_000 };
    const { transmissions } = onlyRound(
      await runBenchmark({ ...base, payload, count: 2, network: { rateMbps: 4 } }),
    );
    for (const { transmissionMs } of transmissions) expect(transmissionMs).toBeGreaterThanOrEqual(39);
  });

  it.skipIf(process.platform !== "linux")("is named when its tap dies (found in /proc)", async () => {
    let killed = 0;
    const events: BenchmarkHandlers = {
      transmission({ transmission }) {
        if (transmission.index === 2) killed = signalChildren("tap-process", "SIGKILL");
      },
    };
    const result = await runBenchmark({ ...base, count: 500, delayMs: 1, network: { delayMs: 1 }, events });
    expect(killed).toBe(1);
    expect(result.status).toBe("failed");
    const { errors } = onlyRound(result);
    expect(errors).toEqual([{ code: "LINK_CLOSED", message: expect.stringContaining("SIGKILL") }]);
  });

  it("is refused if the adapter does not use TCP", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [memory()], network: "lan" }));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain("`network`");
  });
});
