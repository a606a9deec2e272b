// Links that close while messages are on their way.
import { readdirSync, readlinkSync } from "node:fs";
import { type BenchmarkResult, runBenchmark } from "@wireduel/core";
import type { Adapter, Frame } from "@wireduel/core/adapter";
import { describe, expect, it } from "vitest";
import { grpc } from "./adapter.js";

/** An adapter that sends each message twice. So replies are still on their way when its links close. */
function doubling(adapter: Adapter): Adapter {
  const { protocol } = adapter;
  return {
    ...adapter,
    protocol: {
      ...protocol,
      async dial(endpoint, context, options) {
        const link = await protocol.dial(endpoint, context, options);
        const send = (frame: Frame) => {
          void Promise.resolve(link.send(frame)).catch(() => {});
          return link.send(frame);
        };
        return { closed: link.closed, close: () => link.close(), send };
      },
    },
  };
}

function run(adapter: Adapter): Promise<BenchmarkResult> {
  return runBenchmark({
    adapters: [doubling(adapter)],
    payload: { sizeBytes: 70_000 },
    load: { kind: "closed-loop", concurrency: 6, count: 17 },
    connections: 3,
    warmupCount: 1,
    receiver: "inline",
  });
}

/** The sockets that this process has open, also those that wait for nothing any more. */
function openSockets(): number {
  const links = readdirSync("/proc/self/fd").map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return "closed meanwhile";
    }
  });
  return links.filter((link) => link.startsWith("socket:")).length;
}

// Only Linux shows them in /proc.
describe.skipIf(process.platform !== "linux")("connections of links that have closed", () => {
  it.each([{}, { call: "unary" }, { tls: "local" }, { tls: "local", call: "unary" }] as const)(
    "are closed: %j",
    { timeout: 60_000 },
    async (options) => {
      const before = openSockets();
      for (let times = 0; times < 3; times++) {
        const { timings } = await run(grpc(options));
        expect(timings[0]?.rounds[0]?.counts).toMatchObject({ acknowledged: 17 });
      }
      await expect.poll(openSockets).toBe(before);
    },
  );
});
