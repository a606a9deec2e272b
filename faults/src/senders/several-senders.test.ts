import { fileURLToPath } from "node:url";
import { type BenchmarkOptions, runBenchmark, type WireduelError } from "@wireduel/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { mistakesIn, signalChildren } from "../internals.js";
import { TRIED } from "../subjects.js";

const HANGS_AT_START = `--import=${fileURLToPath(new URL("../runs/ends-at-start.mjs", import.meta.url))}`;
const [first] = TRIED;
if (first === undefined) throw new Error("there is no subject");

const base = {
  payload: { sizeBytes: 200, seed: 3 },
  warmupCount: 2,
  // Starting processes may take long on a busy machine.
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;

/** Hours. */
const ENDLESS = { kind: "closed-loop", thinkTimeMs: 20, count: 3_000_000 } as const;

async function failed(options: BenchmarkOptions): Promise<WireduelError> {
  return runBenchmark(options).then(
    () => expect.unreachable(),
    (error: WireduelError) => error,
  );
}

describe("several senders", { timeout: 240_000 }, () => {
  it.each(TRIED)("send what one would send, and have one result: $name", async ({ adapter }) => {
    const result = await runBenchmark({
      ...base,
      adapters: [adapter()],
      senders: 3,
      load: { kind: "closed-loop", concurrency: 6, count: 100 },
      connections: 5,
    });
    expect(await mistakesIn(result)).toEqual([]);
    const { status, settings, timings } = result;
    const round = timings[0]?.rounds[0];
    expect({ status, senders: settings.senders, receivers: settings.receivers }).toEqual({
      status: "completed",
      senders: 3,
      receivers: 1,
    });
    const whole = {
      sent: 100,
      acknowledged: 100,
      failed: 0,
      lost: 0,
      undelivered: 0,
      duplicated: 0,
      damaged: 0,
    };
    expect(round?.counts).toMatchObject(whole);
    expect(round?.times.transmissionMs?.samples).toBe(100);
    expect(round?.ends).toMatchObject({ senders: [{}, {}, {}], receivers: [{}] });
    expect(round?.senders?.each).toMatchObject([
      {
        label: "sender 1",
        connections: 2,
        firstConnection: 0,
        counts: { sent: 34 },
        load: { concurrency: 2 },
      },
      {
        label: "sender 2",
        connections: 2,
        firstConnection: 2,
        counts: { sent: 33 },
        load: { concurrency: 2 },
      },
      {
        label: "sender 3",
        connections: 1,
        firstConnection: 4,
        counts: { sent: 33 },
        load: { concurrency: 2 },
      },
    ]);
    const connections = round?.transmissions.map(({ connection }) => connection);
    expect([...new Set(connections)].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it("have several receivers, and rounds that are compared", async () => {
    const adapters = TRIED.slice(0, 1).flatMap(({ adapter }) => [adapter(), adapter()]);
    const { status, timings, comparisons } = await runBenchmark({
      ...base,
      adapters,
      senders: 3,
      receivers: 2,
      rounds: 2,
      count: 30,
    });
    expect(status).toBe("completed");
    expect(comparisons.length).toBeGreaterThan(0);
    for (const { rounds } of timings) {
      for (const { ends, senders, slices } of rounds) {
        expect(ends.receivers).toHaveLength(2);
        expect(senders?.each.map(({ receiver }) => receiver)).toEqual([0, 1, 0]);
        expect(slices).toEqual([]);
      }
    }
  });

  it.runIf(process.platform === "linux").each([
    { signal: "SIGKILL", process: "sender-process", code: "SENDER_LOST" },
    { signal: "SIGSTOP", process: "sender-process", code: "SENDER_LOST" },
    { signal: "SIGKILL", process: "receiver-server-process", code: "RECEIVER_LOST" },
  ] as const)("end with $code after $signal of a $process, which the result names", async (fault) => {
    let signalled = 0;
    const error = await failed({
      ...base,
      silenceTimeoutMs: 2_000,
      adapters: [first.adapter()],
      senders: 3,
      load: ENDLESS,
      events: {
        progress: ({ phase }) => {
          if (phase === "measure" && signalled === 0)
            signalled = signalChildren(fault.process, fault.signal, 1);
        },
      },
    });
    expect(signalled).toBe(1);
    expect(error.code).toBe(fault.code);
    const round = error.result?.timings[0]?.rounds[0];
    expect(round?.status).toBe("failed");
    expect(round?.errors.map(({ code }) => code)).toContain(fault.code);
    const lost = round?.senders?.each.filter((one) => one.error?.code === fault.code) ?? [];
    expect(lost).toHaveLength(fault.code === "SENDER_LOST" ? 1 : 3);
    // What the others measured is kept.
    if (fault.code === "SENDER_LOST") expect(round?.counts.acknowledged).toBeGreaterThan(0);
    for (const name of ["sender-process", "receiver-server-process"]) expect(signalChildren(name, 0)).toBe(0);
  });

  it.runIf(process.platform === "linux")(
    "end when one of two receivers is killed, also those that have the other one",
    async () => {
      let signalled = 0;
      const error = await failed({
        ...base,
        adapters: [first.adapter()],
        senders: 2,
        receivers: 2,
        load: ENDLESS,
        events: {
          progress: ({ phase }) => {
            if (phase === "measure" && signalled === 0)
              signalled = signalChildren("receiver-server-process", "SIGKILL", 1);
          },
        },
      });
      expect(signalled).toBe(1);
      expect(error.code).toBe("RECEIVER_LOST");
      const round = error.result?.timings[0]?.rounds[0];
      expect(round?.errors.map(({ code }) => code)).toEqual(["RECEIVER_LOST", "ABORTED"]);
      expect(round?.senders?.each.map(({ status }) => status).sort()).toEqual(["aborted", "failed"]);
    },
  );

  it("end when the caller aborts, and keep what they measured", async () => {
    const controller = new AbortController();
    const error = await failed({
      ...base,
      adapters: [first.adapter()],
      senders: 2,
      load: ENDLESS,
      signal: controller.signal,
      events: { progress: ({ phase }) => phase === "measure" && controller.abort() },
    });
    expect(error.code).toBe("ABORTED");
    const round = error.result?.timings[0]?.rounds[0];
    expect(round).toMatchObject({ status: "aborted", senders: { each: [{}, {}] } });
    expect(round?.counts.acknowledged).toBeGreaterThan(0);
  });

  it("end when the caller aborts while a receiver hangs at its start", async () => {
    vi.stubEnv("NODE_OPTIONS", HANGS_AT_START);
    vi.stubEnv("HANGS", "receiver-server-process");
    onTestFinished(() => void vi.unstubAllEnvs());
    const controller = new AbortController();
    const failing = failed({
      ...base,
      adapters: [first.adapter()],
      senders: 2,
      count: 4,
      signal: controller.signal,
      events: { pause: ({ next }) => next === "start" && setImmediate(() => controller.abort()) },
    });
    expect((await failing).code).toBe("ABORTED");
    if (process.platform === "linux") expect(signalChildren("receiver-server-process", 0)).toBe(0);
  });
});

describe("options that several senders cannot have", () => {
  const [ws, push] = TRIED.slice(0, 2).map(({ adapter }) => adapter());
  it.each([
    ["receivers", { receivers: 3 }],
    ["receivers", { senders: 1, receivers: 2 }],
    ["senders", { receiver: "inline" }],
    ["senders", { senders: 65 }],
    ["slices", { slices: 2 }],
    ["connections", { connections: 1 }],
    ["connections", { connections: 3 }],
    ["count", { count: 1 }],
    ["load.count", { count: undefined, load: { kind: "constant-rate", ratePerSecond: 5, count: 1 } }],
    ["load", { count: undefined, load: { kind: "constant-rate", ratePerSecond: 1, durationMs: 500 } }],
    [
      "maxInFlight",
      { count: undefined, maxInFlight: 1, load: { kind: "poisson", ratePerSecond: 5, count: 9 } },
    ],
    ["senderPort", { adapters: [push], senderPort: 4_000 }],
  ] as readonly [string, object][])("%s (%#)", async (option, more) => {
    const options = { ...base, adapters: [ws], count: 10, senders: 2, ...more } as BenchmarkOptions;
    const { code, message } = await failed(options);
    expect(code).toBe("INVALID_OPTION");
    expect(message).toContain(`\`${option}\``);
  });
});
