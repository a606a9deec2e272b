import { beforeAll, describe, expect, it, type TestContext } from "vitest";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { startRelay } from "../network/relay.js";
import { startMuteProxy } from "./fixtures/mute-proxy.js";
import { onlyRound, warningCodes } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  adapters: [chaos()],
  payload: { sizeBytes: 5_000, seed: 3 },
  count: 4,
  warmupCount: 1,
} as const;

/** Longer than any answer of a healthy receiver in this process, even on a busy machine. */
const LIMIT_MS = 2_000;

beforeAll(async () => {
  // Loading the HTTP modules may take longer than the timeouts of the tests.
  const server = await serveReceivers({ adapters: [chaos()] });
  const limits = { connectTimeoutMs: 60_000, silenceTimeoutMs: 60_000 };
  await runBenchmark({ ...base, ...limits, receiver: { url: server.url } });
  await server.close();
}, 120_000);

/** Closed at the end of the test. */
type Finished = TestContext["onTestFinished"];

function keep<Open extends { close(): Promise<void> }>(one: Open, onTestFinished: Finished): Open {
  onTestFinished(() => one.close());
  return one;
}

/** The URL of a receiver server that never answers one control call. */
async function receiverMuteTo(call: string, onTestFinished: Finished): Promise<string> {
  const server = keep(await serveReceivers({ adapters: [chaos()] }), onTestFinished);
  return keep(await startMuteProxy(server.url, call), onTestFinished).url;
}

describe.concurrent("connectTimeoutMs", { timeout: 60_000 }, () => {
  it("does not limit how long copying payloads to the receiver may take", async ({ onTestFinished }) => {
    const server = keep(await serveReceivers({ adapters: [chaos()] }), onTestFinished);
    const { hostname: host, port } = new URL(server.url);
    // Copying 312,500 bytes takes 2.5 s at 1 Mbit/s.
    const network = { name: "custom", delayMs: 0, jitterMs: 0, rateMbps: 1, seed: 1 } as const;
    const relay = keep(await startRelay({ host, port: Number(port), bind: host, network }), onTestFinished);
    const result = await runBenchmark({
      ...base,
      // Generated payloads are not copied.
      payload: new Uint8Array(312_500),
      connectTimeoutMs: LIMIT_MS,
      receiver: { url: `http://${relay.host}:${relay.port}` },
    });
    expect(result.status).toBe("completed");
    expect(onlyRound(result).counts).toMatchObject({ acknowledged: 4, damaged: 0 });
    expect(relay.read().up.bytes).toBeGreaterThan(312_500);
  });

  it("limits how long connecting to the receiver may take", async ({ onTestFinished }) => {
    const url = await receiverMuteTo("identify", onTestFinished);
    const error = await failureOf(runBenchmark({ ...base, receiver: { url }, connectTimeoutMs: 50 }));
    expect(error).toMatchObject({ code: "RECEIVER_UNREACHABLE", result: { status: "failed", timings: [] } });
  });
});

describe.concurrent("silenceTimeoutMs", { timeout: 60_000 }, () => {
  it("ends a run whose payloads cannot be copied, and does not blame the receiver's address", async ({
    onTestFinished,
  }) => {
    const url = await receiverMuteTo("setReferences", onTestFinished);
    const error = await failureOf(
      runBenchmark({ ...base, payload: new Uint8Array(5), receiver: { url }, silenceTimeoutMs: 50 }),
    );
    expect(error).toMatchObject({
      code: "REFERENCES_TIMEOUT",
      result: { status: "failed", timings: [], notRun: ["chaos"] },
    });
    expect(error.message).not.toContain(new URL(url).host);
    expect(error.message).not.toMatch(/reach|address|no receiver/i);
  });

  it("ends a run whose receiver does not answer when a phase begins", async ({ onTestFinished }) => {
    const url = await receiverMuteTo("startPhase", onTestFinished);
    const error = await failureOf(runBenchmark({ ...base, receiver: { url }, silenceTimeoutMs: LIMIT_MS }));
    expect(error.code).toBe("RECEIVER_LOST");
    const round = error.result?.timings[0]?.rounds[0];
    expect(round).toMatchObject({ status: "failed", warmedUp: 0, counts: { sent: 0, lost: null } });
    expect(round && warningCodes(round)).toContain("NO_RECEIVER_REPORT");
  });

  it("limits the wait for the final report, without which no run is completed", async ({
    onTestFinished,
  }) => {
    const url = await receiverMuteTo("collect", onTestFinished);
    const result = await runBenchmark({ ...base, receiver: { url }, silenceTimeoutMs: LIMIT_MS });
    expect(result).toMatchObject({ status: "failed", settings: { silenceTimeoutMs: LIMIT_MS } });
    const round = onlyRound(result);
    expect(round).toMatchObject({
      status: "completed",
      counts: { acknowledged: 4, lost: null, damaged: null },
    });
    expect(warningCodes(round)).toEqual(["NO_RECEIVER_REPORT"]);
  });
});
