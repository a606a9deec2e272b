import { runBenchmark } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import grpc from "./adapter.js";

describe("the flow-control windows of gRPC", { timeout: 240_000 }, () => {
  it("are why it is slow over a network with delay", async () => {
    const wide = grpc({ windowBytes: 16 * 2 ** 20 });
    const { explanations, timings } = await runBenchmark({
      adapters: [wide, grpc()],
      payload: { sizeBytes: 300_000 },
      ...{ count: 4, warmupCount: 2, rounds: 6, wireBytes: true, network: "wan" },
      ...{ connectTimeoutMs: 60_000, silenceTimeoutMs: 60_000 },
    });
    expect(explanations).toMatchObject([{ label: "gRPC", of: "transmission", slower: "gRPC" }]);
    const [waits] = explanations[0]?.causes.filter(({ code }) => code === "WAITS") ?? [];
    // At most 65,535 bytes in each round trip.
    expect(waits?.slower).toBeGreaterThanOrEqual(4);
    expect(waits).toMatchObject({ part: "transport", end: "sender", faster: 0, unit: "count" });
    expect(waits?.setting).toMatchObject({ setting: "options.windowBytes", value: 65_535 });
    expect(explanations[0]?.causes[0]).toMatchObject({ code: "SETTING", basis: "only-difference" });
    for (const { rounds } of timings) expect(rounds).toHaveLength(6);
  });
});
