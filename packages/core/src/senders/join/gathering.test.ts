import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../../clock/clock.js";
import { controlOver } from "../../control/calls.js";
import { HttpCalls } from "../../control/http-calls.js";
import { identifyEnd } from "../../control/identity.js";
import type { BenchmarkEvents, BenchmarkHandlers } from "../../events/events.js";
import { failureOf } from "../../fixtures/failure-of.js";
import guarded from "../../fixtures/guarded-adapter.js";
import { runMatrix } from "../../matrix/run-matrix.js";
import type { BenchmarkOptions } from "../../options/benchmark-options.js";
import type { JoinOption } from "../../options/join-option.js";
import { runBenchmark } from "../../run/run-benchmark.js";
import { makeLocalCertificate } from "../../tls/local-certificate.js";
import { SimulatedSender, type Simulation } from "./fixtures/simulated-sender.js";
import { JOIN_API, JOIN_CALLS } from "./join-calls.js";

/** Options of a run that simulated senders join. They do not use the receiver. */
function simulated(
  simulations: readonly Simulation[],
  { join = {}, tls, ...more }: Partial<BenchmarkOptions> & { join?: JoinOption; tls?: { ca: string } } = {},
): { readonly options: BenchmarkOptions; readonly joining: Promise<SimulatedSender>[] } {
  const joining: Promise<SimulatedSender>[] = [];
  const { token } = join;
  const events: BenchmarkHandlers = {
    join({ url, label }) {
      if (label !== null) return;
      for (const [index, simulation] of simulations.entries()) {
        joining.push(SimulatedSender.join({ url, token, tls, label: `host ${index}` }, simulation));
      }
    },
  };
  const options: BenchmarkOptions = {
    adapters: [guarded()],
    payload: { sizeBytes: 10, seed: 1 },
    count: 10 * simulations.length,
    receiver: { url: "http://127.0.0.1:1" },
    senders: { count: simulations.length, join },
    silenceTimeoutMs: 20_000,
    ...more,
    events,
  };
  return { options, joining };
}

describe("a run whose senders joined", { timeout: 120_000 }, () => {
  it("begins at one instant, whatever their clocks say, and has one result", async () => {
    const hours = 3_600_000;
    const clocks = Array.from({ length: 200 }, (_, index) => ({ aheadMs: index * hours }));
    const { options, joining } = simulated(clocks);
    const { status, timings } = await runBenchmark(options);
    expect(status).toBe("completed");
    const round = timings[0]?.rounds[0];
    expect(round?.counts).toMatchObject({ sent: 2_000, acknowledged: 2_000, delivered: 2_000 });
    expect(round?.times.transmissionMs).toMatchObject({ samples: 2_000, p50: 1 });
    const labels = round?.senders?.each.map(({ label }) => label);
    expect(labels).toEqual(clocks.map((_, index) => `host ${index}`));
    const senders = await Promise.all(joining);
    const began = senders.map(({ beganAt }) => beganAt[0] as number);
    const spreadMs = (Math.max(...began) - Math.min(...began)) / NS_PER_MS;
    const { startSkewMs, skewErrorMs = 0 } = round?.senders ?? {};
    expect(skewErrorMs).toBeGreaterThan(0);
    expect(spreadMs).toBeLessThanOrEqual(skewErrorMs);
    // Each began exactly when it was told.
    expect(startSkewMs).toBeCloseTo(0, 3);
    for (const { ended } of senders) expect(await ended).toEqual({ error: null });
  });

  describe("after the caller aborted it", () => {
    /** The error of a run that is aborted when all its payloads were sent, and how it ended for its senders. */
    async function aborted(simulations: readonly Simulation[]) {
      const controller = new AbortController();
      const { options, joining } = simulated(simulations, { signal: controller.signal });
      const pause: BenchmarkHandlers["pause"] = ({ next }) => {
        if (next === "finish") setTimeout(() => controller.abort());
      };
      const events = { ...(options.events as BenchmarkHandlers), pause };
      const error = await failureOf(runBenchmark({ ...options, rounds: 2, events }));
      const senders = await Promise.all(joining);
      return { error, ends: await Promise.allSettled(senders.map(({ ended }) => ended)) };
    }
    const heard = { status: "fulfilled", value: { error: { code: "ABORTED" } } };

    // Longer than it waits for those that hear nothing.
    it.each([
      ["to finish", { finishMs: 1_500 }],
      ["to close, longer than it waits", { closeMs: 30_000 }],
    ])("keeps what a slow sender measured that takes long %s", async (_, slow) => {
      const { error, ends } = await aborted([slow, {}]);
      expect(error.code).toBe("ABORTED");
      expect(error.result?.timings[0]?.rounds[0]).toMatchObject({
        status: "completed",
        counts: { sent: 20, acknowledged: 20 },
      });
      expect(ends).toMatchObject([heard, heard]);
    });

    it("tells a sender for which it does not wait any longer that it is lost", async () => {
      const { error, ends } = await aborted([{ finishMs: 60_000 }, {}]);
      expect(error.code).toBe("ABORTED");
      expect(ends).toMatchObject([{ status: "rejected", reason: { code: "SENDER_REJECTED" } }, heard]);
    });
  });

  it("can be a matrix, whose cells have the same senders", async () => {
    const { options, joining } = simulated([{}, {}]);
    const { payload: _, count: __, events, ...shared } = options;
    const matrix = await runMatrix({
      ...shared,
      payloads: [{ sizeBytes: 10 }, { sizeBytes: 20 }],
      count: 20,
      events: { join: (event) => (events as BenchmarkHandlers).join?.(event) },
    });
    expect(matrix.status).toBe("completed");
    expect(matrix.settings).toMatchObject({ senders: 2, sendersJoined: true });
    for (const sender of await Promise.all(joining)) {
      expect(sender.beganAt).toHaveLength(2);
      expect(await sender.ended).toEqual({ error: null });
    }
  });

  it("is waited for behind a proxy that resets connections until the run listens", async () => {
    let port: number | undefined;
    let resets = 0;
    const proxy = createServer((incoming) => {
      incoming.on("error", () => {});
      if (port === undefined) {
        resets++;
        return void incoming.resetAndDestroy();
      }
      const outgoing = connect(port, "127.0.0.1");
      outgoing.on("error", () => {});
      incoming.pipe(outgoing).pipe(incoming);
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const early = SimulatedSender.join({
      url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      label: "early",
      timeoutMs: 60_000,
    });
    await expect.poll(() => resets, { timeout: 60_000 }).toBeGreaterThan(1);
    const { options } = simulated([{}]);
    const events: BenchmarkHandlers = {
      join: ({ url }) => {
        port = Number(new URL(url).port);
      },
    };
    const result = await runBenchmark({ ...options, events });
    expect(result.timings[0]?.rounds[0]?.senders?.each).toMatchObject([{ label: "early" }]);
    expect(await (await early).ended).toEqual({ error: null });
    proxy.close();
  });

  it("may be followed by another run at its place, which its senders join at once", async () => {
    const { options, joining } = simulated([{}, {}]);
    let url = "";
    const again: Promise<SimulatedSender>[] = [];
    const first = {
      join: (event: Parameters<BenchmarkEvents["join"]>[0]) => {
        url = event.url;
        (options.events as BenchmarkHandlers).join?.(event);
      },
    };
    const running = runBenchmark({ ...options, events: first });
    await expect.poll(() => joining.length, { timeout: 60_000 }).toBe(2);
    for (const [index, joined] of joining.entries()) {
      const { ended } = await joined;
      again.push(ended.then(() => SimulatedSender.join({ url, label: `host ${index}`, timeoutMs: 60_000 })));
    }
    expect((await running).status).toBe("completed");
    const join = { port: Number(new URL(url).port) };
    const second = await runBenchmark({ ...options, senders: { count: 2, join }, events: {} });
    expect(second.status).toBe("completed");
    for (const sender of await Promise.all(again)) expect(await sender.ended).toEqual({ error: null });
  });

  it("loses a sender at once that ends while it waits for no call", async () => {
    const { options } = simulated([{}]);
    let answered = "";
    const join: BenchmarkEvents["join"] = async ({ url, label }) => {
      if (label !== null) return;
      const calls = new HttpCalls({ url, token: undefined, tls: null }, JOIN_API);
      const run = controlOver(JOIN_CALLS, (call, argument) => calls.call(call, argument));
      const { name, libraries } = guarded().protocol;
      const joined = await run.join({
        identity: identifyEnd(),
        label: "host",
        id: "any",
        libraries: { [name]: libraries },
      });
      const { call } = await run.next(joined);
      answered = call?.name ?? "none";
      // As if its process were killed now.
      calls.close();
    };
    const error = await failureOf(runBenchmark({ ...options, events: { join } }));
    expect(answered).toBe("open");
    expect(error.code).toBe("SENDER_LOST");
    expect(error.message).toContain("has ended");
  });

  it("listens with TLS", async () => {
    const { cert, key } = await makeLocalCertificate();
    const join = { tls: { cert, key }, token: "any" };
    const { options, joining } = simulated([{}], { join, tls: { ca: cert } });
    const result = await runBenchmark(options);
    expect(result.status).toBe("completed");
    expect(JSON.stringify(result)).not.toContain("BEGIN");
    expect(await (await joining[0])?.ended).toEqual({ error: null });
  });
});

describe("a sender that joined and then", { timeout: 120_000 }, () => {
  it.each(["open", "prepare", "compareClocks", "measure", "finish"] as const)(
    "makes no call from %s on is lost, and is named",
    async (silentFrom) => {
      const { options, joining } = simulated([{}, { silentFrom }, {}], { silenceTimeoutMs: 500 });
      const error = await failureOf(runBenchmark(options));
      expect(error.code).toBe("SENDER_LOST");
      expect(error.message).toContain("host 1, one of 3 senders: it made no call for 1500 ms");
      const [first] = await Promise.all(joining);
      expect(await first?.ended).toMatchObject({ error: { code: "SENDER_LOST" } });
      // What the others have measured is kept.
      const rounds = error.result?.timings[0]?.rounds ?? [];
      expect(rounds).toHaveLength(silentFrom === "open" ? 0 : 1);
      const statuses = rounds.map(({ senders }) => senders?.each.map(({ status }) => status));
      for (const one of statuses) expect(one).toEqual(["completed", "failed", "completed"]);
    },
  );

  it.each([
    ["no object", 5],
    ["no round", { result: {}, part: {} }],
    ["nothing", null],
  ])("answers %s is lost, and the others are freed", async (_, outcome) => {
    const { options, joining } = simulated([{ outcome: () => outcome }, {}]);
    const error = await failureOf(runBenchmark(options));
    expect(error.code).toBe("SENDER_LOST");
    expect(error.message).toContain("host 0, one of 2 senders");
    const [one, other] = await Promise.all(joining);
    await expect(one?.ended).rejects.toThrow();
    expect(await other?.ended).toMatchObject({ error: { code: "SENDER_LOST" } });
  });

  it("vanishes before the run begins leaves its place to another one", async () => {
    const next: Promise<SimulatedSender>[] = [];
    const events: BenchmarkHandlers = {
      async join({ url, label, joined }) {
        if (label === null) next.push(SimulatedSender.join({ url, label: "task 0" }));
        if (label !== "task 0" || joined !== 1 || next.length > 1) return;
        next.push(
          (async () => {
            await (await next[0])?.vanish();
            return SimulatedSender.join({ url, label: "task 0" });
          })(),
        );
        await next[1];
        next.push(SimulatedSender.join({ url, label: "task 1" }));
      },
    };
    const { options } = simulated([{}, {}]);
    const { status } = await runBenchmark({ ...options, events });
    expect(status).toBe("completed");
    const [gone, ...others] = await Promise.all(next);
    await expect(gone?.ended).rejects.toThrow();
    for (const { ended } of others) expect(await ended).toEqual({ error: null });
  });
});
