import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import chaos, { type ChaosOptions } from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { type ReceiverEvents, serveReceivers } from "../index.js";
import { formatText } from "../report/text.js";
import type { BenchmarkResult, Timing } from "../result/result.js";
import { runBenchmark } from "./run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";

const push = (options: Partial<ChaosOptions> = {}) => chaos({ direction: "push", ...options });
const run = { adapters: [push()], payload: { sizeBytes: 5_000, seed: 2 }, count: 6, warmupCount: 2 };

async function rowOf(options: Partial<BenchmarkOptions> = {}): Promise<Timing> {
  const { timings } = await runBenchmark({ ...run, ...options });
  return timings[0] as Timing;
}

describe("push: the sender listens, and the receiver dials", () => {
  it("measures and checks as an upload does", async () => {
    const result = await runBenchmark({ ...run, adapters: [chaos(), push()] });
    const [upload, pushed] = result.timings as [Timing, Timing];
    expect(result.status).toBe("completed");
    expect(upload).toMatchObject({ label: "chaos", direction: "upload", dialledBy: "sender", tls: null });
    expect(pushed).toMatchObject({
      label: "chaos push",
      direction: "push",
      dialledBy: "receiver",
      tls: null,
    });
    expect(pushed.counts).toMatchObject({ sent: 6, acknowledged: 6, lost: 0, damaged: 0, reordered: 0 });
    expect(pushed.connectMs).toBeGreaterThan(0);
    expect(pushed.summary.transmissionMs?.p50).toBeGreaterThan(0);
    // Each end tells of itself, whichever listened.
    expect(pushed.sender.settings).toEqual({ senderProcess: process.pid });
    expect(pushed.receiver?.settings.receiverProcess).not.toBe(process.pid);
    expect(formatText(result)).toContain("chaos push: the sender listened, the receiver dialled.");
  });

  it("finds what came damaged, twice, or not at all", async () => {
    expect(await rowOf({ adapters: [push({ damageAt: 3 })] })).toMatchObject({ counts: { damaged: 1 } });
    expect(await rowOf({ adapters: [push({ repeatAt: 3 })] })).toMatchObject({ counts: { duplicated: 1 } });
    const lost = await rowOf({ adapters: [push({ dropAt: 3 })], timeoutMs: 200 });
    expect(lost.counts).toMatchObject({ failed: 1, lost: 1 });
  });

  it("pairs replies with payloads over several connections", async () => {
    const load = { kind: "closed-loop", concurrency: 24, count: 400 } as const;
    const { counts, transmissions } = await rowOf({ load, connections: 4, count: undefined });
    expect(counts).toMatchObject({ sent: 400, acknowledged: 400, lost: 0, duplicated: 0, damaged: 0 });
    const carried = [0, 1, 2, 3].map((one) => transmissions.filter(({ connection }) => connection === one));
    for (const part of carried) expect(part.length).toBeGreaterThan(50);
  });

  it("runs inline, in rounds, through a network, and with bytes counted", async () => {
    expect(await rowOf({ adapters: [memory({ direction: "push" })], receiver: "inline" })).toMatchObject({
      counts: { acknowledged: 6, damaged: 0 },
    });
    const rounds = await runBenchmark({ ...run, rounds: 2 });
    expect(rounds.rounds?.map(({ timings }) => timings[0]?.direction)).toEqual(["push", "push"]);
    expect(rounds.timings[0]?.sender.settings.senderProcess).not.toBe(process.pid);
    const shaped = await rowOf({ network: { delayMs: 5 }, wireBytes: true });
    expect(shaped.counts.acknowledged).toBe(6);
    expect(shaped.summary.serviceMs?.p50).toBeGreaterThan(10);
    // Up is from the dialling end: there, a push has receipts.
    expect(shaped.wire?.steady.downBytes).toBeGreaterThan(shaped.wire?.steady.upBytes as number);
  });

  it("keeps what was measured when the receiver is killed", async () => {
    const error = await failureOf(runBenchmark({ ...run, adapters: [push({ killAt: 5 })] }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.result?.timings[0]?.counts).toMatchObject({ acknowledged: 3 });
  });

  it("fails the row when the receiver closes the link", async () => {
    const { status, errors } = await rowOf({ adapters: [push({ closeAt: 4 })] });
    expect(status).toBe("failed");
    expect(errors[0]?.code).toBe("LINK_CLOSED");
  });

  it("works with a receiver elsewhere, which dials back to where control came from", async () => {
    const events = new EventEmitter<ReceiverEvents>();
    const opened: (string | null)[] = [];
    events.on("session-opened", ({ url }) => opened.push(url));
    const server = await serveReceivers({ adapters: [chaos()], token: "secret", events });
    try {
      const receiver = { url: server.url, token: "secret" };
      const both = await runBenchmark({ ...run, adapters: [push(), chaos()], receiver, connections: 1 });
      expect(both.status).toBe("completed");
      expect(both.timings.map(({ dialledBy }) => dialledBy)).toEqual(["receiver", "sender"]);
      expect(opened).toEqual([null, expect.stringMatching(/^tcp:/)]);
    } finally {
      await server.close();
    }
  });

  it("dials nobody but the sender of its session", async () => {
    const server = await serveReceivers({ adapters: [chaos()], token: "secret" });
    const call = async (path: string, body: unknown) => {
      const headers = { authorization: "Bearer secret", "content-type": "application/json" };
      const response = await fetch(server.url + path, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      return (await response.json()) as { session: string; error?: { code: string; message: string } };
    };
    try {
      const request = {
        ...{ sender: { contract: 3 }, adapter: { name: "chaos" }, codec: { name: "raw" } },
        ...{ direction: "push", maxPayloadBytes: 1_000 },
      };
      const { session } = await call("/v1/sessions", request);
      const elsewhere = await call(`/v1/sessions/${session}/links`, { url: "tcp://192.0.2.1:1" });
      // It came back to this machine, where nothing listens on that port.
      expect(elsewhere.error).toMatchObject({ code: "CONNECT_FAILED" });
      expect(elsewhere.error?.message).toContain("127.0.0.1:1");
      const nowhere = await call(`/v1/sessions/${session}/links`, { url: "unix:/run/x" });
      expect(nowhere.error).toMatchObject({ code: "INVALID_OPTION" });
    } finally {
      await server.close();
    }
  });

  it("listens on the port that it is told", async () => {
    const first = await rowOf();
    expect(first.status).toBe("completed");
    const { createServer } = await import("node:net");
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const error = await failureOf(runBenchmark({ ...run, senderPort: port }));
    expect(error).toMatchObject({ code: "LISTEN_FAILED" });
    expect(error.message).toContain(`127.0.0.1:${port}`);
    await new Promise((resolve) => taken.close(resolve));
    const free = await runBenchmark({ ...run, senderPort: port });
    expect(free.settings.senderPort).toBe(port);
  });

  it("is refused where it is not supported", () => {
    expect(() => chaos({ direction: "sideways" as never })).toThrow(
      'Expected `chaos.direction` to be "upload" or "push", got \'sideways\'',
    );
  });

  it("gives a complete result as JSON", async () => {
    const result: BenchmarkResult = await runBenchmark(run);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});
