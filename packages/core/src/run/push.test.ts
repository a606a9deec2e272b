import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { connectReceiver } from "../control/connect-receiver.js";
import { sessionRequest } from "../control/identity.js";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos, { type ChaosOptions } from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import type { ReceiverServer, ServeReceiversOptions } from "../options/serve-options.js";
import { parseResult } from "../result/parse-result.js";
import type { RoundResult } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import { memory } from "../testing/memory-adapter.js";
import { onlyRound } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const token = "secret";
const push = (options: Partial<ChaosOptions> = {}) => chaos({ direction: "push", ...options });
const base = {
  adapters: [push()],
  payload: { sizeBytes: 5_000, seed: 2 },
  count: 6,
  warmupCount: 2,
  // Starting a process may take long on a busy machine.
  connectTimeoutMs: 60_000,
};

let server: ReceiverServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(options: Partial<ServeReceiversOptions> = {}): Promise<{ url: string; token: string }> {
  server = await serveReceivers({ adapters: [chaos()], token, ...options });
  return { url: server.url, token };
}

async function roundOf(options: Partial<BenchmarkOptions> = {}): Promise<RoundResult> {
  return onlyRound(await runBenchmark({ ...base, receiver: "inline", ...options }));
}

describe("push: the sender listens, and the receiver dials", { timeout: 120_000 }, () => {
  it("measures and checks like an upload", async () => {
    const result = await runBenchmark({ ...base, adapters: [chaos(), push()] });
    expect(result.status).toBe("completed");
    expect(result.timings.map(({ label, adapter }) => [label, adapter.direction])).toEqual([
      ["chaos", "upload"],
      ["chaos, push", "push"],
    ]);
    for (const { counts, connectMs, times, tls, ends } of result.timings.map(typicalRound)) {
      expect(counts).toMatchObject({ sent: 6, acknowledged: 6, lost: 0, damaged: 0, reordered: 0 });
      expect(connectMs).toBeGreaterThan(0);
      expect(times.transmissionMs?.p50).toBeGreaterThan(0);
      expect(tls).toBeNull();
      // Each end describes itself, whichever end listens.
      expect(ends.senders[0]?.settings).toEqual({ senderProcess: process.pid });
      expect(ends.receivers[0]?.settings).toEqual({ receiverProcess: expect.any(Number) });
      expect(ends.receivers[0]?.settings.receiverProcess).not.toBe(process.pid);
    }
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("finds payloads that are damaged, duplicated or lost", async () => {
    expect(await roundOf({ adapters: [push({ damageAt: 3 })] })).toMatchObject({ counts: { damaged: 1 } });
    expect(await roundOf({ adapters: [push({ repeatAt: 3 })] })).toMatchObject({ counts: { duplicated: 1 } });
    const { counts } = await roundOf({ adapters: [push({ dropAt: 3 })], timeoutMs: 500 });
    expect(counts).toMatchObject({ failed: 1, lost: 1 });
  });

  it("matches replies to payloads over several connections", async () => {
    const load = { kind: "closed-loop", concurrency: 24, count: 400 } as const;
    const { counts, transmissions } = await roundOf({ load, connections: 4, count: undefined });
    expect(counts).toMatchObject({ sent: 400, acknowledged: 400, lost: 0, duplicated: 0, damaged: 0 });
    const carried = [0, 1, 2, 3].map((one) => transmissions.filter(({ connection }) => connection === one));
    // Each connection starts with a quarter of the payloads in flight.
    for (const part of carried) expect(part.length).toBeGreaterThanOrEqual(6);
  });

  it("works over a protocol without ports", async () => {
    const { counts } = await roundOf({ adapters: [memory({ direction: "push" })] });
    expect(counts).toMatchObject({ acknowledged: 6, damaged: 0 });
  });

  it("works in rounds", async () => {
    const receiver = await serve();
    const { status, timings } = await runBenchmark({ ...base, receiver, rounds: 2 });
    expect(status).toBe("completed");
    expect(timings[0]?.adapter.direction).toBe("push");
    for (const { counts, ends } of timings[0]?.rounds ?? []) {
      expect(counts.acknowledged).toBe(6);
      expect(ends.senders[0]?.settings.senderProcess).not.toBe(process.pid);
    }
  });

  it("works with a network, and with bytes on the wire", async () => {
    const { counts, times, wire } = await roundOf({ network: { delayMs: 5 }, wireBytes: true });
    expect(counts.acknowledged).toBe(6);
    expect(times.serviceMs?.min).toBeGreaterThanOrEqual(10);
    // Up is from the dialling end, which only sends receipts in a push.
    expect(wire?.steady.downBytes).toBeGreaterThan(wire?.steady.upBytes ?? Number.NaN);
  });

  it("keeps what was measured when the receiver is killed", async () => {
    const error = await failureOf(runBenchmark({ ...base, adapters: [push({ killAt: 5 })] }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.result?.timings[0]?.rounds[0]?.counts).toMatchObject({ acknowledged: 3 });
  });

  it("fails the round when the receiver closes the link", async () => {
    const { status, errors } = await roundOf({ adapters: [push({ closeAt: 4 })] });
    expect(status).toBe("failed");
    expect(errors).toMatchObject([{ code: "LINK_CLOSED" }]);
  });

  it("works with a remote receiver, which dials back to the sender's address", async () => {
    const opened: (string | null)[] = [];
    const receiver = await serve({ events: { "session-opened": ({ url }) => opened.push(url) } });
    const { status, timings } = await runBenchmark({ ...base, adapters: [push(), chaos()], receiver });
    expect(status).toBe("completed");
    expect(timings.map(({ adapter }) => adapter.direction)).toEqual(["push", "upload"]);
    expect(opened).toEqual([null, expect.stringMatching(/^tcp:/)]);
    for (const { rounds } of timings) {
      const { senders, receivers } = (rounds[0] as RoundResult).ends;
      const used = [...senders, ...receivers].map(({ resources }) => resources?.minorFaultsPerPayload);
      expect(used).toEqual([expect.any(Number), expect.any(Number)]);
    }
  });

  it("does not dial an endpoint without a TCP port", async () => {
    const { url } = await serve();
    const connection = connectReceiver({ url, token, tls: null });
    try {
      const { session } = await connection.control.openSession(
        sessionRequest(push(), { maxPayloadBytes: 1_000 }),
      );
      const nowhere = connection.control.dial({ session, endpoint: { url: "unix:/run/x" } });
      expect(await failureOf(nowhere)).toMatchObject({ code: "INVALID_OPTION" });
    } finally {
      await connection.disconnect();
    }
  });

  it("listens on `senderPort`", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const senderPort = typeof address === "object" && address !== null ? address.port : Number.NaN;
    const options = { ...base, receiver: "inline", senderPort } as const;
    const error = await failureOf(runBenchmark(options));
    expect(error).toMatchObject({ code: "LISTEN_FAILED" });
    expect(error.message).toContain(`127.0.0.1:${senderPort}`);
    taken.close();
    await once(taken, "close");
    const free = await runBenchmark(options);
    expect(free).toMatchObject({ status: "completed", settings: { senderPort } });
  });
});
