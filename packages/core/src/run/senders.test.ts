import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { serveReceivers } from "../control/serve-receivers.js";
import { mistakesIn } from "../fixtures/accounting.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { signalChildren } from "./fixtures/signal-children.js";
import { runBenchmark } from "./run-benchmark.js";

const base = {
  payload: { sizeBytes: 2_000, seed: 3 },
  count: 5,
  warmupCount: 2,
  rounds: 2,
  // Starting processes may take long on a busy machine.
  connectTimeoutMs: 60_000,
  silenceTimeoutMs: 60_000,
} as const;

describe("the sender processes of rounds", { timeout: 240_000 }, () => {
  it("share one listener of the caller's signal, and leave none", async () => {
    const { signal } = new AbortController();
    const counts: number[] = [];
    const round = () => counts.push(getEventListeners(signal, "abort").length);
    const adapters = [chaos({ label: "a" }), chaos({ label: "b" }), chaos({ label: "c" })];
    await runBenchmark({ ...base, adapters, signal, events: { round, phase: round } });
    expect(Math.max(...counts)).toBe(1);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it.each(["connect", "measure"])("end when the caller aborts in the phase %s", async (when) => {
    const controller = new AbortController();
    const phase = ({ phase }: { readonly phase: string }) => {
      if (phase === when) controller.abort();
    };
    const adapters = [chaos({ label: "a" }), chaos({ label: "b" }), chaos({ label: "c" })];
    const load = { kind: "closed-loop", thinkTimeMs: 3_600_000, count: 5 } as const;
    const options = { ...base, count: undefined, load, adapters, signal: controller.signal };
    const error = await failureOf(runBenchmark({ ...options, events: { phase } }));
    expect(error.code).toBe("ABORTED");
    expect(error.result?.status).toBe("aborted");
  });

  // /proc lists the processes.
  it.runIf(process.platform === "linux")(
    "end the run if one is killed, and what was measured is kept",
    async () => {
      let killed = 0;
      const phase = ({ phase, round }: { readonly phase: string; readonly round: number }) => {
        if (phase === "measure" && round === 1 && killed === 0)
          killed = signalChildren("sender-process", "SIGKILL");
      };
      const error = await failureOf(runBenchmark({ ...base, adapters: [chaos()], events: { phase } }));
      expect(killed).toBe(1);
      expect(error.code).toBe("SENDER_LOST");
      expect(error.result).toMatchObject({
        status: "failed",
        timings: [{ rounds: [{ status: "completed" }] }],
      });
    },
  );

  it.runIf(process.platform === "linux")(
    "give what they measured once, also if one is killed while the others give it",
    async () => {
      let killed = 0;
      const pause = ({ next }: { readonly next: string }) => {
        if (next === "finish" && killed === 0) killed = signalChildren("sender-process", "SIGKILL", 1);
      };
      const adapters = [chaos({ label: "a" }), chaos({ label: "b" })];
      const error = await failureOf(runBenchmark({ ...base, adapters, events: { pause } }));
      expect(killed).toBe(1);
      expect(error.code).toBe("SENDER_LOST");
      const { timings = [] } = error.result ?? {};
      expect(timings).toMatchObject([{ rounds: [{ counts: { sent: base.count, delivered: base.count } }] }]);
      expect(error.result && (await mistakesIn(error.result))).toEqual([]);
    },
  );

  it("end the run if the receiver is lost after the last payload, and what was sent is kept", async () => {
    const server = await serveReceivers({ adapters: [chaos()] });
    const pause = ({ next }: { readonly next: string }) => {
      if (next === "finish") void server.close();
    };
    const options = { ...base, adapters: [chaos()], receiver: { url: server.url }, events: { pause } };
    const error = await failureOf(runBenchmark(options));
    expect(error.code).toBe("RECEIVER_LOST");
    const counts = { sent: base.count, acknowledged: base.count, lost: null };
    expect(error.result?.timings).toMatchObject([{ rounds: [{ status: "failed", counts }] }]);
    expect(error.result?.timings[0]?.rounds).toHaveLength(1);
  });

  it.runIf(process.platform === "linux")(
    "end the run if one is stopped for ever, and it is killed",
    async () => {
      let stopped = 0;
      const phase = ({ phase, round }: { readonly phase: string; readonly round: number }) => {
        if (phase === "measure" && round === 1) stopped += signalChildren("sender-process", "SIGSTOP");
      };
      const limits = { connectTimeoutMs: 20_000, silenceTimeoutMs: 2_000 };
      const options = { ...base, ...limits, adapters: [chaos()], events: { phase } };
      const error = await failureOf(runBenchmark(options));
      expect(stopped).toBe(1);
      expect(error.code).toBe("SENDER_LOST");
      expect(error.result?.timings).toMatchObject([{ rounds: [{ status: "completed" }] }]);
      expect(signalChildren("sender-process", 0)).toBe(0);
    },
  );
});
