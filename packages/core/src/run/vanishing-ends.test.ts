import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { EventEmitter } from "eventemitter3";
import { describe, expect, it, type TestContext } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import type { ReceiverEvents, ReceiverServer, SessionEnd } from "../options/serve-options.js";
import { childFlags } from "../process/child-flags.js";
import { type BlackHole, startBlackHole } from "./fixtures/black-hole.js";
import { onlyRound } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const base = { payload: { sizeBytes: 2_000, seed: 3 }, warmupCount: 1, timeoutMs: 60_000 } as const;
/** How long the ends may be silent. Longer than any answer of an end in this process, even on a busy machine. */
const SILENCE_MS = 8_000;

/** Closed at the end of the test. */
type Finished = TestContext["onTestFinished"];

/** A receiver server, and a network to it which the test can silence. */
class Remote {
  readonly events = new EventEmitter<ReceiverEvents>();
  /** Why sessions have ended. */
  readonly ended: SessionEnd[] = [];
  /** Resolves when the first session has ended. */
  readonly freed: Promise<void>;
  url = "";
  readonly #holes: BlackHole[] = [];
  #server: ReceiverServer | undefined;

  constructor() {
    this.freed = new Promise((resolve) => {
      this.events.on("session-closed", ({ ended }) => {
        this.ended.push(ended);
        resolve();
      });
    });
  }

  async open(onTestFinished: Finished): Promise<this> {
    this.#server = await serveReceivers({
      adapters: [chaos()],
      silenceTimeoutMs: SILENCE_MS,
      events: this.events,
    });
    this.url = await this.#through(this.#server.url);
    onTestFinished(async () => {
      for (const hole of this.#holes) await hole.close();
      await this.#server?.close();
    });
    return this;
  }

  /** The URL without the network between. */
  get direct(): string {
    return this.#server?.url ?? "";
  }

  /** An adapter whose sender dials through the network. */
  get adapter(): Adapter {
    const adapter = chaos();
    const { protocol } = adapter;
    return {
      ...adapter,
      protocol: {
        ...protocol,
        dial: async ({ url, ...endpoint }, context, options) =>
          protocol.dial({ ...endpoint, url: await this.#through(url) }, context, options),
      },
    };
  }

  silence(): void {
    for (const hole of this.#holes) hole.silence();
  }

  heal(): void {
    for (const hole of this.#holes) hole.heal();
  }

  async #through(url: string): Promise<string> {
    const target = tcpTarget(url);
    if (target === undefined) throw new Error(`${url} has no port`);
    const hole = await startBlackHole(target);
    this.#holes.push(hole);
    return withTarget(url, hole);
  }
}

describe.concurrent("a network that goes silent", { timeout: 120_000 }, () => {
  it.for([
    { when: "between two payloads", thinkTimeMs: 600_000 },
    { when: "in the middle of payloads", thinkTimeMs: 0 },
  ])("frees the receiver and ends the sender: $when", async ({ thinkTimeMs }, { onTestFinished }) => {
    const remote = await new Remote().open(onTestFinished);
    const failing = failureOf(
      runBenchmark({
        ...base,
        adapters: [remote.adapter],
        load: { kind: "closed-loop", concurrency: 1, thinkTimeMs, count: 1_000_000 },
        timeoutMs: 2_000,
        silenceTimeoutMs: SILENCE_MS,
        receiver: { url: remote.url },
        events: {
          transmission: ({ transmission }) => {
            if (transmission.index === 0) remote.silence();
          },
        },
      }),
    );
    await remote.freed;
    expect(remote.ended).toEqual(["silent"]);
    // Its port is free, and it serves another sender.
    const direct = { ...base, adapters: [chaos()], count: 3, receiver: { url: remote.direct } };
    expect((await runBenchmark(direct)).status).toBe("completed");
    const error = await failing;
    expect(error).toMatchObject({ code: "RECEIVER_LOST", result: { status: "failed" } });
    expect(error.result?.timings[0]?.rounds[0]?.counts.acknowledged).toBeGreaterThan(0);
  });

  it("ends nothing if it comes back in time", async ({ onTestFinished }) => {
    const remote = await new Remote().open(onTestFinished);
    let silenced = false;
    const { status, timings } = await runBenchmark({
      ...base,
      adapters: [remote.adapter],
      count: 200,
      delayMs: 10,
      silenceTimeoutMs: 60_000,
      receiver: { url: remote.url },
      events: {
        transmission() {
          if (silenced) return;
          silenced = true;
          remote.silence();
          setTimeout(() => remote.heal(), SILENCE_MS / 4);
        },
      },
    });
    expect(status).toBe("completed");
    expect(timings[0]?.rounds[0]?.counts).toMatchObject({ acknowledged: 200, failed: 0, lost: 0 });
    expect(remote.ended).toEqual(["closed"]);
  });
});

describe.concurrent("ends that live", { timeout: 120_000 }, () => {
  it("keep their session, although nothing is sent for longer than an end may be silent", async ({
    onTestFinished,
  }) => {
    const remote = await new Remote().open(onTestFinished);
    const result = await runBenchmark({
      ...base,
      adapters: [remote.adapter],
      count: 2,
      delayMs: 1.5 * SILENCE_MS,
      silenceTimeoutMs: 60_000,
      receiver: { url: remote.url },
    });
    expect(result.status).toBe("completed");
    expect(remote.ended).toEqual(["closed"]);
  });

  it.runIf(process.platform === "linux")(
    "keep it although the receiver is stopped for longer, and then goes on",
    async ({ onTestFinished }) => {
      const program = fileURLToPath(
        new URL("../../transpiled/run/fixtures/serves-receivers.js", import.meta.url),
      );
      const server = spawn(process.execPath, [...childFlags([program]), program, String(SILENCE_MS)]);
      onTestFinished(() => void server.kill("SIGKILL"));
      const [line] = (await once(createInterface(server.stdout), "line")) as [string];
      let stopped = 0;
      const result = await runBenchmark({
        ...base,
        adapters: [chaos()],
        count: 40,
        delayMs: 50,
        silenceTimeoutMs: 60_000,
        receiver: { url: line },
        events: {
          transmission() {
            // Also while control is idle, and longer than a Node server keeps an idle connection by default.
            if (stopped++ !== 5) return;
            server.kill("SIGSTOP");
            setTimeout(() => server.kill("SIGCONT"), SILENCE_MS + 3_000);
          },
        },
      });
      const { status, counts } = onlyRound(result);
      expect({ status, errors: counts.failed }).toEqual({ status: "completed", errors: 0 });
      expect(result.status).toBe("completed");
    },
  );
});
