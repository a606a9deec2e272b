import { describe, expect, it } from "vitest";
import type { Adapter, Listener } from "../adapter/contract.js";
import { defineAdapter } from "../adapter/define-adapter.js";
import { systemClock } from "../clock/clock.js";
import type { Codec } from "../codec/codec.js";
import { joinFrame } from "../codec/frame.js";
import { raw } from "../codec/raw.js";
import { binaryReceipts } from "../codec/receipt.js";
import chaos, { type ChaosOptions } from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import type { BenchmarkOptions } from "../options/benchmark-options.js";
import { parseResult } from "../result/parse-result.js";
import type { RoundResult } from "../result/result.js";
import { memory } from "../testing/memory-adapter.js";
import { onlyRound, warningCodes } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = { payload: { sizeBytes: 20_000, seed: 3 }, count: 6, warmupCount: 2 } as const;
const inline = { ...base, receiver: "inline" } as const;
/** For receiver processes, which may start slowly on a busy machine. */
const forked = { ...base, connectTimeoutMs: 60_000 } as const;

/** Chaos with faults at these measured payloads, from 0. */
function faultyAt(faults: Partial<Omit<ChaosOptions, "smallWrites">>): Adapter {
  return chaos(Object.fromEntries(Object.entries(faults).map(([name, at]) => [name, at + base.warmupCount])));
}

/** An adapter that replies itself to one message, and does not send it. */
function forgesReplyTo(sequence: number): Adapter {
  const { protocol } = memory();
  return defineAdapter({
    name: "forger",
    supports: { push: false, ordered: true },
    listen: (context) => protocol.listen?.(context, {}) as Promise<Listener>,
    async dial(endpoint, context) {
      const link = await protocol.dial(endpoint, context, {});
      let sent = 0;
      const at = systemClock.now();
      const forged = binaryReceipts.encode({ sequence, status: "decoded", receivedAt: at, decodedAt: at });
      return {
        closed: link.closed,
        close: () => link.close(),
        send: (frame) => (sent++ === sequence ? void context.onFrame(joinFrame(forged)) : link.send(frame)),
      };
    },
  })();
}

async function faultyRound(
  faults: Partial<Omit<ChaosOptions, "smallWrites">>,
  more: Partial<BenchmarkOptions> = {},
): Promise<RoundResult> {
  return onlyRound(await runBenchmark({ ...inline, adapters: [faultyAt(faults)], ...more }));
}

describe.concurrent("payloads that do not arrive intact", { timeout: 60_000 }, () => {
  it("fail when they get no reply, and the run goes on", async () => {
    const round = await faultyRound({ dropAt: 3 }, { timeoutMs: 1_000 });
    const [ok, failed] = ["acknowledged", "failed"];
    expect(round.transmissions.map(({ status }) => status)).toEqual([ok, ok, ok, failed, ok, ok]);
    expect(round.transmissions[3]).toMatchObject({
      transmissionMs: null,
      error: { code: "PAYLOAD_TIMEOUT" },
    });
    expect(round).toMatchObject({ status: "completed", counts: { sent: 6, failed: 1, lost: 1 } });
    expect(round.failures).toMatchObject([{ code: "PAYLOAD_TIMEOUT", count: 1 }]);
    expect(warningCodes(round)).toEqual(["NOT_WHOLE", "FAILED_PAYLOADS"]);
  });

  it("are marked if damaged, and the run is not completed", async () => {
    const result = await runBenchmark({ ...inline, adapters: [faultyAt({ damageAt: 2 })] });
    expect(result.status).toBe("failed");
    const { status, transmissions, counts } = onlyRound(result);
    expect(status).toBe("completed");
    expect(transmissions[2]?.status).toBe("damaged");
    expect(counts).toMatchObject({ acknowledged: 6, damaged: 1, lost: 0 });
  });

  it("are counted when they arrive twice", async () => {
    const round = await faultyRound({ repeatAt: 1 });
    expect(round.counts).toMatchObject({ acknowledged: 6, duplicated: 1 });
    expect(warningCodes(round)).toEqual(["NOT_WHOLE", "UNEXPECTED_REPLIES"]);
  });

  it("fail when the receiver cannot decode them", async () => {
    const round = await faultyRound({ cutAt: 0 });
    expect(round.transmissions[0]).toMatchObject({ status: "failed", error: { code: "UNDECODABLE" } });
    expect(round.counts).toMatchObject({ failed: 1, damaged: 1, lost: 0 });
  });

  it("are counted when they arrive after a later one of the same connection", async () => {
    const load = { kind: "closed-loop", concurrency: 4, count: 12 } as const;
    const round = await faultyRound({ delayAt: 2 }, { load, count: undefined, connections: 2 });
    expect(round.counts).toMatchObject({ sent: 12, acknowledged: 12, lost: 0, reordered: 2 });
    expect(warningCodes(round)).toEqual(["OUT_OF_ORDER"]);
  });

  it("are counted when they arrive after a later one", async () => {
    const load = { kind: "closed-loop", concurrency: 2, count: 6 } as const;
    const round = await faultyRound({ delayAt: 2 }, { load, count: undefined });
    const { counts } = round;
    expect(counts).toMatchObject({ sent: 6, acknowledged: 6, lost: 0, reordered: 1 });
    expect(warningCodes(round)).toContain("OUT_OF_ORDER");
  });

  it("count against the run if they are the last ones, too", async () => {
    const round = await faultyRound({ dropAt: 5 }, { timeoutMs: 1_000 });
    expect(round.counts).toMatchObject({ sent: 6, acknowledged: 5, failed: 1, lost: 0, undelivered: 1 });
    expect(warningCodes(round)).toEqual(["NOT_WHOLE", "FAILED_PAYLOADS"]);
  });

  it("count against the run if they were acknowledged, but the receiver never saw them", async () => {
    const result = await runBenchmark({ ...inline, adapters: [forgesReplyTo(5 + base.warmupCount)] });
    const round = onlyRound(result);
    expect(round.counts).toMatchObject({ sent: 6, acknowledged: 6, failed: 0, lost: 0, undelivered: 1 });
    expect(warningCodes(round)).toEqual(["NOT_WHOLE"]);
    expect(result.status).toBe("failed");
  });
});

describe.concurrent("a receiver or link that goes away", { timeout: 120_000 }, () => {
  it("ends the run when the receiver is killed, and keeps what was measured", async () => {
    const adapters = [faultyAt({ killAt: 3 }), chaos({ label: "later" })];
    const error = await failureOf(runBenchmark({ ...forked, adapters }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.message).toContain("SIGKILL");
    const { result } = error;
    expect(result).toMatchObject({ status: "failed", notRun: ["later"] });
    const round = result?.timings[0]?.rounds[0];
    expect(round?.status).toBe("failed");
    const codes = round?.transmissions.map((one) => one.error?.code);
    expect(codes).toEqual([undefined, undefined, undefined, "RECEIVER_LOST"]);
    expect(round?.counts).toMatchObject({ sent: 4, acknowledged: 3, failed: 1, lost: null, damaged: null });
    expect(round?.times.transmissionMs?.samples).toBe(3);
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("ends the run when the receiver hangs, once a payload has timed out", async () => {
    const adapters = [faultyAt({ hangAt: 2 })];
    const error = await failureOf(
      runBenchmark({ ...forked, adapters, timeoutMs: 1_000, silenceTimeoutMs: 1_500 }),
    );
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.result?.timings[0]?.rounds[0]?.counts).toMatchObject({ acknowledged: 2 });
  });

  it("ends the run when the receiver hangs in the warm-up", async () => {
    const error = await failureOf(
      runBenchmark({
        ...forked,
        adapters: [chaos({ hangAt: 0 })],
        warmupCount: 1,
        timeoutMs: 100,
        silenceTimeoutMs: 1_500,
      }),
    );
    expect(error.code).toBe("RECEIVER_LOST");
  });

  it("fails one round when its link closes, and the run goes on with the next adapter", async () => {
    const result = await runBenchmark({ ...inline, adapters: [faultyAt({ closeAt: 2 }), chaos()] });
    expect(result.status).toBe("failed");
    const [closed, next] = result.timings.map(({ rounds }) => rounds[0]);
    expect([closed?.status, next?.status]).toEqual(["failed", "completed"]);
    expect(closed?.errors.map(({ code }) => code)).toEqual(["LINK_CLOSED"]);
    expect(closed?.counts).toMatchObject({ sent: 3, acknowledged: 2, failed: 1 });
  });
});

describe("an adapter or codec that throws", () => {
  it("keeps earlier timings if an adapter cannot dial", async () => {
    const { protocol, ...settings } = memory({ label: "bad" });
    const dial = () => {
      throw new Error("boom");
    };
    const bad = { ...settings, protocol: { ...protocol, dial } };
    const error = await failureOf(runBenchmark({ ...inline, adapters: [memory(), bad] }));
    expect(error).toMatchObject({ code: "CONNECT_FAILED", result: { status: "failed", notRun: ["bad"] } });
    expect(error.message).toContain("boom");
    expect(error.result?.timings[0]?.rounds[0]?.counts.acknowledged).toBe(6);
  });

  it("keeps a round if `describe` throws", async () => {
    const { protocol, ...settings } = memory();
    const describe = () => {
      throw new Error("boom");
    };
    const adapter: Adapter = {
      ...settings,
      protocol: {
        ...protocol,
        async listen(context, options) {
          const listener = await protocol.listen?.(context, options);
          if (listener === undefined) throw new Error("the memory protocol listens");
          return { ...listener, describe };
        },
        async dial(endpoint, context, options) {
          return Object.assign(await protocol.dial(endpoint, context, options), { describe });
        },
      },
    };
    const round = onlyRound(await runBenchmark({ ...inline, adapters: [adapter] }));
    expect(round.counts.acknowledged).toBe(6);
    expect(round.errors).toMatchObject([{ code: "DESCRIBE_FAILED" }]);
    expect(warningCodes(round)).toEqual(["LISTENING_END_ERRORS"]);
  });

  it.each<[string, Partial<Codec>, string]>([
    ["encodes to undefined", { encode: () => undefined as never }, "ENCODE_FAILED"],
    ["encodes to text", { encode: () => ["text"] as never }, "ENCODE_FAILED"],
    ["decodes to undefined", { decode: () => undefined as never }, "UNDECODABLE"],
    ["decodes without a payload", { decode: () => ({ sequence: 0 }) as never }, "UNDECODABLE"],
  ])("fails only the payloads of a codec that %s", async (_, part, code) => {
    const codec = { ...raw, name: "mine", ...part };
    const round = onlyRound(await runBenchmark({ ...inline, adapters: [memory({ codec })] }));
    expect(round.status).toBe("completed");
    expect(round.transmissions.map((one) => one.error?.code)).toEqual(new Array(6).fill(code));
    expect(round.warmedUp).toBe(0);
    expect(warningCodes(round)).toContain("WARMUP_FAILED");
  });
});
