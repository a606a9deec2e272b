import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveReceivers } from "../../control/serve-receivers.js";
import type { BenchmarkHandlers } from "../../events/events.js";
import { mistakesIn } from "../../fixtures/accounting.js";
import { failureOf } from "../../fixtures/failure-of.js";
import guarded from "../../fixtures/guarded-adapter.js";
import type { BenchmarkOptions } from "../../options/benchmark-options.js";
import type { ReceiverServer } from "../../options/serve-options.js";
import { parseResult } from "../../result/parse-result.js";
import { runBenchmark } from "../../run/run-benchmark.js";
import { type SenderProgram, SenderPrograms } from "./fixtures/sender-programs.js";
import { SimulatedSender } from "./fixtures/simulated-sender.js";
import { joinBenchmark } from "./join-benchmark.js";

const programs = new SenderPrograms();
let receiver: ReceiverServer;

beforeEach(async () => {
  receiver = await serveReceivers({ adapters: [guarded()] });
});
afterEach(async () => {
  await programs.killAll();
  await receiver.close();
});

/** Options of a run that senders join. They start when it listens. */
function joining(
  labels: readonly string[],
  more: Partial<BenchmarkOptions> = {},
): { readonly options: BenchmarkOptions; readonly started: SenderProgram[] } {
  const started: SenderProgram[] = [];
  const { events, ...rest } = more;
  const onJoin: BenchmarkHandlers["join"] = ({ url, label }) => {
    if (label === null) started.push(...labels.map((one) => programs.start(url, one)));
  };
  const options: BenchmarkOptions = {
    adapters: [guarded()],
    payload: { sizeBytes: 200, seed: 3 },
    load: { kind: "closed-loop", concurrency: 6, count: 100 },
    warmupCount: 2,
    receiver: { url: receiver.url },
    senders: { count: labels.length, join: {} },
    // Starting processes may take long on a busy machine.
    connectTimeoutMs: 60_000,
    silenceTimeoutMs: 20_000,
    ...rest,
    events: { join: onJoin, ...(events as BenchmarkHandlers | undefined) },
  };
  return { options, started };
}

/** A load that lasts until something ends it. */
const endless = { kind: "closed-loop", thinkTimeMs: 20, count: 3_000_000, concurrency: 3 } as const;

describe("senders that join", { timeout: 240_000 }, () => {
  it("send what the options say, and have one result", async () => {
    const { options, started } = joining(["b 10", "b 9", "a"], { rounds: 2, connections: 5 });
    const result = await runBenchmark(options);
    expect(await mistakesIn(result)).toEqual([]);
    expect(result).toMatchObject({ status: "completed", settings: { senders: 3, receiver: "remote" } });
    expect(result.timings[0]?.rounds).toHaveLength(2);
    for (const round of result.timings[0]?.rounds ?? []) {
      expect(round.counts).toMatchObject({ sent: 100, acknowledged: 100, delivered: 100, lost: 0 });
      expect(round.ends).toMatchObject({ senders: [{}, {}, {}], receivers: [{}] });
      // In the order of their labels, whoever came first. They read one clock here.
      expect(round.senders).toMatchObject({
        skewErrorMs: 0,
        each: [
          { label: "a", connections: 2, counts: { sent: 34 } },
          { label: "b 9", connections: 2, counts: { sent: 33 } },
          { label: "b 10", connections: 1, counts: { sent: 33 } },
        ],
      });
    }
    const ends = await Promise.all(started.map(({ end }) => end));
    for (const end of ends) expect(end).toMatchObject({ exitCode: 0, ended: { rounds: 2, error: null } });
  });

  it("get given payloads and pass on what happens", async () => {
    const phases = new Set<string>();
    const done: number[] = [];
    const { options } = joining(["only"], {
      payload: [Uint8Array.of(1, 2, 3), { sizeBytes: 10 }],
      events: {
        phase: ({ phase, label }) => phases.add(`${label}: ${phase}`),
        progress: ({ phase, done: number }) => {
          if (phase === "measure") done.push(number);
        },
      },
    });
    const { status, timings } = await runBenchmark(options);
    expect(status).toBe("completed");
    expect(timings[0]?.rounds[0]?.counts).toMatchObject({ delivered: 100, damaged: 0 });
    expect(timings[0]?.rounds[0]?.senders?.each).toMatchObject([{ label: "only" }]);
    expect([...phases]).toEqual(expect.arrayContaining(["guarded: connect", "guarded: measure"]));
    expect(done.at(-1)).toBe(100);
  });

  it.each([
    ["SIGKILL", "a process that is killed", 20_000],
    ["SIGSTOP", "a process that is frozen", 2_000],
  ] as const)("end the run if one is lost: %s, %s", async (signal, _, silenceTimeoutMs) => {
    let signalled = false;
    const { options, started } = joining(["a", "b", "c"], {
      load: endless,
      silenceTimeoutMs,
      events: {
        progress: ({ phase }) => {
          if (phase !== "measure" || signalled) return;
          signalled = true;
          started[1]?.child.kill(signal);
        },
      },
    });
    const error = await failureOf(runBenchmark(options));
    expect(error.code).toBe("SENDER_LOST");
    expect(error.message).toContain("b, one of 3 senders");
    const round = error.result?.timings[0]?.rounds[0];
    expect(round?.status).toBe("failed");
    expect(round?.senders?.each).toMatchObject([
      { label: "a", status: "aborted" },
      { label: "b", status: "failed", error: { code: "SENDER_LOST" } },
      { label: "c", status: "aborted" },
    ]);
    // What the others measured is kept.
    expect(round?.counts.acknowledged).toBeGreaterThan(0);
    const others = [started[0], started[2]].map((one) => one?.end);
    for (const end of await Promise.all(others)) {
      expect(end).toMatchObject({ exitCode: 0, ended: { error: { code: "SENDER_LOST" } } });
    }
  });

  it("hear that the caller aborted, and what they measured is kept", async () => {
    const controller = new AbortController();
    const { options, started } = joining(["a", "b"], {
      load: endless,
      signal: controller.signal,
      events: { progress: ({ phase }) => phase === "measure" && controller.abort() },
    });
    const error = await failureOf(runBenchmark(options));
    expect(error.code).toBe("ABORTED");
    expect(error.result?.timings[0]?.rounds[0]).toMatchObject({
      status: "aborted",
      senders: { each: [{}, {}] },
    });
    const ends = await Promise.all(started.map(({ end }) => end));
    expect(ends.map(({ failed }) => failed)).toEqual([undefined, undefined]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  });
});

describe("a run that senders join", { timeout: 120_000 }, () => {
  it("refuses a task that was started again, other tokens, and strangers, and says who is missing", async () => {
    const token = "the-token-of-this-run";
    const refused: Promise<unknown>[] = [];
    const adapters = [guarded()];
    const onJoin: BenchmarkHandlers["join"] = ({ url, label }) => {
      if (label === null) void SimulatedSender.join({ url, label: "twice", token });
      if (label !== "twice") return;
      const fail = (more: object) =>
        refused.push(failureOf(joinBenchmark({ url, adapters, token, ...more })));
      fail({ label: "twice" });
      fail({ token: "another" });
      fail({ adapters: [guarded({ label: "any" })], label: "twice" });
    };
    const { options } = joining([], { senders: { count: 2, join: { token, timeoutMs: 5_000 } }, count: 4 });
    const error = await failureOf(runBenchmark({ ...options, load: undefined, events: { join: onJoin } }));
    expect(error.code).toBe("SENDERS_MISSING");
    expect(error.message).toContain("1 of 2 senders");
    expect(await Promise.all(refused)).toMatchObject([
      { code: "SENDER_REJECTED" },
      { code: "UNAUTHORIZED" },
      { code: "SENDER_REJECTED" },
    ]);
  });

  it("ends at once if the caller aborts while it waits, and if a handler throws", async () => {
    const { options } = joining([], { senders: { count: 2, join: {} } });
    const waiting = { signal: AbortSignal.timeout(50) };
    expect((await failureOf(runBenchmark({ ...options, ...waiting, events: {} }))).code).toBe("ABORTED");
    const events = {
      join: () => {
        throw new Error("a mistake");
      },
    };
    expect((await failureOf(runBenchmark({ ...options, events }))).code).toBe("EVENT_HANDLER_FAILED");
  });
});

describe("a sender that joins", { timeout: 120_000 }, () => {
  const adapters = [guarded()];

  it.each(["http://127.0.0.1:1", "http://a-name-that-nobody-has.invalid:1"])(
    "says that there is no run at %s, and waits for it first",
    async (url) => {
      const reasons: string[] = [];
      const events = { waiting: ({ because }: { because: string }) => void reasons.push(because) };
      const { code, message } = await failureOf(joinBenchmark({ url, adapters, timeoutMs: 600, events }));
      expect(code).toBe("COORDINATOR_UNREACHABLE");
      expect(message).toContain(url);
      expect(message).toContain("600 ms");
      // The same reason once. A resolver may need longer than that to say that it knows no such name.
      expect(new Set(reasons).size).toBe(reasons.length);
      if (url.includes("127.0.0.1")) expect(reasons).toHaveLength(1);
      for (const reason of reasons) expect(message).toContain(reason);
    },
  );

  it("fails if a handler throws while it waits", async () => {
    const waiting = () => {
      throw new Error("a mistake");
    };
    const options = { url: "http://127.0.0.1:1", adapters, events: { waiting } };
    expect((await failureOf(joinBenchmark(options))).code).toBe("EVENT_HANDLER_FAILED");
  });

  it("says if it is a receiver that answers", async () => {
    const { code, message } = await failureOf(joinBenchmark({ url: receiver.url, adapters }));
    expect(code).toBe("CONTRACT_MISMATCH");
    expect(message).toContain("a receiver of @wireduel/core");
  });

  it("is freed if the run dies, which leaves its finished rounds on disk", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wireduel-"));
    const senders: SenderProgram[] = [];
    const coordinator = programs.coordinate(receiver.url, join(folder, "result.json"), (line) => {
      const url = line.split("join ")[1];
      if (url) senders.push(programs.start(url, "a"), programs.start(url, "b"));
      // What was measured before is stored then.
      if (line === "round 1") coordinator.kill("SIGKILL");
    });
    await once(coordinator, "close");
    for (const end of await Promise.all(senders.map(({ end }) => end))) {
      expect(end).toMatchObject({ exitCode: 1, failed: { code: "COORDINATOR_LOST" } });
    }
    const { status, timings } = parseResult(readFileSync(join(folder, "result.partial.json"), "utf8"));
    expect(status).toBe("running");
    expect(timings[0]?.rounds.length).toBeGreaterThanOrEqual(1);
    rmSync(folder, { recursive: true });
  });

  it("leaves if its caller aborts", async () => {
    const controller = new AbortController();
    const left: Promise<unknown>[] = [];
    const onJoin: BenchmarkHandlers["join"] = ({ url, label }) => {
      if (label === null) {
        const { signal } = controller;
        left.push(failureOf(joinBenchmark({ url, adapters, label: "a", signal })));
        programs.start(url, "b");
      }
    };
    const { options } = joining([], {
      senders: { count: 2, join: {} },
      load: endless,
      events: { join: onJoin, progress: ({ phase }) => phase === "measure" && controller.abort() },
    });
    const error = await failureOf(runBenchmark(options));
    expect(error.code).toBe("SENDER_LOST");
    expect(error.message).toContain("a, one of 2 senders: it left the run");
    expect(await Promise.all(left)).toMatchObject([{ code: "ABORTED" }]);
  });
});
