import { runBenchmark, typicalRound } from "@wireduel/core";
import { testAdapter } from "@wireduel/core/testing";
import { expect, test } from "vitest";
import { inBrief } from "../../../packages/core/src/testing/fixtures/in-brief.js";
import mqtt from "./mqtt-adapter.js";

// An adapter of your own has them all: `testAdapter({ test, createAdapter })`.
testAdapter({ test: inBrief(test), createAdapter: mqtt });

// The suite tests the default. With acknowledgements, each end also has messages that are no frames.
test("with QoS 1, frames pass in both directions, and the result says that a broker stands between", async () => {
  const { timings } = await runBenchmark({
    adapters: [mqtt({ qos: 1 }), mqtt({ qos: 1, direction: "push" })],
    payload: { sizeBytes: 100_000, seed: 1 },
    replyBytes: 100_000,
    load: { kind: "closed-loop", concurrency: 8, count: 50 },
    receiver: "inline",
  });
  for (const timing of timings) {
    const round = typicalRound(timing);
    expect(round?.counts).toMatchObject({ acknowledged: 50, lost: 0, duplicated: 0, damaged: 0 });
  }
  const [upload, push] = timings.map((timing) => typicalRound(timing)?.ends);
  expect(upload?.receivers[0]?.notes).toMatchObject([expect.stringContaining("broker")]);
  expect(push?.senders[0]?.notes).toMatchObject([expect.stringContaining("broker")]);
});
