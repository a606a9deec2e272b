// Senders that join a run, over each protocol. What happens if one is lost is tested in core.
import { joinBenchmark, runBenchmark, serveReceivers } from "@wireduel/core";
import { afterEach, describe, expect, it } from "vitest";
import { mistakesIn } from "../internals.js";
import { type Subject, TRIED } from "../subjects.js";

let close = async () => {};
afterEach(() => close());

const ENCRYPTED: readonly Pick<Subject, "name" | "adapter">[] = TRIED.slice(0, 2).map((subject) => ({
  name: `${subject.name}, encrypted`,
  adapter: () => subject.adapter({ tls: "local" }),
}));

describe("senders that join", { timeout: 240_000 }, () => {
  it.each([...TRIED, ...ENCRYPTED])("have one result: $name", async ({ adapter }) => {
    const token = "the-token-of-the-receiver";
    const receiver = await serveReceivers({ adapters: [adapter()], token });
    close = receiver.close;
    const joined: ReturnType<typeof joinBenchmark>[] = [];
    const result = await runBenchmark({
      adapters: [adapter()],
      payload: { sizeBytes: 200, seed: 3 },
      load: { kind: "closed-loop", concurrency: 4, count: 101 },
      connections: 3,
      warmupCount: 2,
      senders: { count: 2, join: {} },
      receiver: { url: receiver.url, token },
      // Starting processes may take long on a busy machine.
      connectTimeoutMs: 60_000,
      silenceTimeoutMs: 60_000,
      events: {
        join({ url, label }) {
          if (label !== null) return;
          for (const one of ["b", "a"]) {
            joined.push(joinBenchmark({ url, adapters: [adapter()], label: one }));
          }
        },
      },
    });
    expect(await Promise.all(joined)).toEqual([
      { rounds: 1, error: null },
      { rounds: 1, error: null },
    ]);
    expect(await mistakesIn(result)).toEqual([]);
    expect(result).toMatchObject({ status: "completed", settings: { senders: 2, sendersJoined: true } });
    const round = result.timings[0]?.rounds[0];
    expect(round?.counts).toMatchObject({ sent: 101, acknowledged: 101, delivered: 101, damaged: 0 });
    expect(round?.senders?.each).toMatchObject([
      { label: "a", connections: 2, counts: { sent: 51 } },
      { label: "b", connections: 1, counts: { sent: 50 } },
    ]);
    expect(JSON.stringify(result)).not.toContain(token);
  });
});
